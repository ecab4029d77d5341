(** However a sum is taken, what comes out is near to the exact one: Higham, Accuracy and Stability of Numerical Algorithms,
    2nd ed., sections 3.1 and 4.2, with fused operations, and numbers that are flushed to 0. *)
From Coq Require Import QArith Qabs List Bool Permutation Lia Lqa.
From Superproof Require Import Statement FloatStatement Executed.
Import ListNotations.
Open Scope Q_scope.

Fixpoint qsum (l : list Q) : Q := match l with [] => 0 | t :: l' => t + qsum l' end.
Fixpoint sizes (l : list Q) : Q := match l with [] => 0 | t :: l' => Qabs t + sizes l' end.
Fixpoint nonzeros (l : list Q) : nat :=
  match l with [] => O | t :: l' => if Qeq_bool t 0 then nonzeros l' else S (nonzeros l') end.
Definition qnat (n : nat) : Q := inject_Z (Z.of_nat n).

Lemma qsum_app l l' : qsum (l ++ l') == qsum l + qsum l'.
Proof. induction l; cbn [app qsum]; [ring|]. rewrite IHl. ring. Qed.
Lemma sizes_app l l' : sizes (l ++ l') == sizes l + sizes l'.
Proof. induction l; cbn [app sizes]; [ring|]. rewrite IHl. ring. Qed.
Lemma nonzeros_app l l' : nonzeros (l ++ l') = (nonzeros l + nonzeros l')%nat.
Proof. induction l; cbn; auto. destruct (Qeq_bool a 0); rewrite IHl; auto. Qed.

Lemma qsum_perm l l' : Permutation l l' -> qsum l == qsum l'.
Proof. induction 1; cbn [qsum sizes]; [reflexivity|rewrite IHPermutation; reflexivity|ring|rewrite IHPermutation1; auto]. Qed.
Lemma sizes_perm l l' : Permutation l l' -> sizes l == sizes l'.
Proof. induction 1; cbn [qsum sizes]; [reflexivity|rewrite IHPermutation; reflexivity|ring|rewrite IHPermutation1; auto]. Qed.
Lemma nonzeros_perm l l' : Permutation l l' -> nonzeros l = nonzeros l'.
Proof.
  induction 1; cbn; auto; [destruct (Qeq_bool x 0)|destruct (Qeq_bool x 0), (Qeq_bool y 0)|]; congruence.
Qed.

Lemma sizes_nonneg l : 0 <= sizes l.
Proof. induction l; cbn [sizes]; [lra|]. assert (H := Qabs_nonneg a). lra. Qed.
Lemma qsum_size l : Qabs (qsum l) <= sizes l.
Proof.
  induction l; cbn [qsum sizes]; [apply Qle_refl|]. assert (H := Qabs_triangle a (qsum l)). lra.
Qed.

Lemma qnat_plus n m : qnat (n + m) == qnat n + qnat m.
Proof. unfold qnat. rewrite Nat2Z.inj_add, inject_Z_plus. reflexivity. Qed.
Lemma qnat_S n : qnat (S n) == qnat n + 1.
Proof. replace (S n) with (n + 1)%nat by lia. rewrite qnat_plus. reflexivity. Qed.
Lemma qnat_nonneg n : 0 <= qnat n.
Proof. unfold qnat. change 0 with (inject_Z 0). rewrite <- Zle_Qle. lia. Qed.
Lemma qnat_le n m : (n <= m)%nat -> qnat n <= qnat m.
Proof. intros H. unfold qnat. rewrite <- Zle_Qle. lia. Qed.

Lemma Qeq_bool_false x y : Qeq_bool x y = false -> ~ x == y.
Proof. intros E H. apply Qeq_bool_iff in H. congruence. Qed.

Lemma weighted_le c g m w : c <= g -> 0 <= m -> 0 <= w -> (c - 1) * m + c * w <= (g - 1) * m + g * w.
Proof.
  intros L M W. assert (H1 := Qmult_le_compat_r _ _ m L M). assert (H2 := Qmult_le_compat_r _ _ w L W). lra.
Qed.

(** One more operation: from an error of (c - 1) T + c k e to one of (c' - 1) T + c' (k + 1) e, c' = c (1 + u). *)
Lemma one_more_rounding u e c k T D t r s : 0 <= u -> 0 <= e -> 1 <= c -> 0 <= k -> Qabs s <= T ->
  D <= (c - 1) * T + c * (k * e) -> Qabs (t - s) <= D -> Qabs (r - t) <= u * Qabs t + e ->
  Qabs (r - s) <= (c * (1 + u) - 1) * T + c * (1 + u) * ((k + 1) * e).
Proof.
  intros U E C K S D1 D2 R.
  assert (Ht : Qabs t <= T + D).
  { setoid_replace t with (s + (t - s)) by ring. assert (H := Qabs_triangle s (t - s)). lra. }
  assert (H : Qabs (r - s) <= Qabs (r - t) + Qabs (t - s)).
  { setoid_replace (r - s) with (r - t + (t - s)) by ring. apply Qabs_triangle. }
  assert (Ut : u * Qabs t <= u * (T + D)) by nra.
  assert (B : Qabs (r - s) <= u * (T + ((c - 1) * T + c * (k * e))) + e + ((c - 1) * T + c * (k * e))) by nra.
  apply (Qle_trans _ _ _ B).
  assert (P : e <= c * (1 + u) * e) by (assert (1 <= c * (1 + u)) by nra; nra).
  assert (Q : (c * (1 + u) - 1) * T + c * (1 + u) * ((k + 1) * e) ==
    u * (T + ((c - 1) * T + c * (k * e))) + ((c - 1) * T + c * (k * e)) + c * (1 + u) * e) by ring.
  rewrite Q. lra.
Qed.

Section Roundoff.
  Variable a : machine.
  Notation u := (roundoff a).
  Notation e := (tiny a).
  Hypothesis roundoff_nonneg : 0 <= u.
  Hypothesis tiny_nonneg : 0 <= e.

  Fixpoint growth (n : nat) : Q := match n with O => 1 | S n' => growth n' * (1 + u) end.

  Lemma growth_one n : 1 <= growth n.
  Proof. induction n; cbn [growth]; [lra|nra]. Qed.
  Lemma growth_le n m : (n <= m)%nat -> growth n <= growth m.
  Proof. induction 1; [lra|]. cbn [growth]. assert (H0 := growth_one m). nra. Qed.

  Lemma kept_near v r : kept a v r -> Qabs (r - v) <= e.
  Proof.
    intros [H|[H L]].
    - rewrite H. setoid_replace (v - v) with 0 by ring. exact tiny_nonneg.
    - rewrite H. setoid_replace (0 - v) with (- v) by ring. rewrite Qabs_opp. lra.
  Qed.

  Lemma kept_zero v r : kept a v r -> v == 0 -> r == 0.
  Proof. intros [H|[H _]] Z; [rewrite H|]; auto. Qed.

  (** Flushes: two where a number is read and one where it is written, and none of a sum of nothing. *)
  Definition slack (l : list Q) : Q := 4 * qnat (length l) - 3.
  Definition error (l : list Q) : Q :=
    (growth (nonzeros l) - 1) * sizes l + growth (nonzeros l) * (slack l * e).
  Definition span (l : list Q) : Q := growth (nonzeros l) * (sizes l + 4 * qnat (length l) * e).

  Lemma slack_some l : l <> [] -> 1 <= slack l.
  Proof.
    destruct l; [congruence|]. intros _. unfold slack. cbn [length]. rewrite qnat_S. assert (H := qnat_nonneg (length l)). lra.
  Qed.

  Lemma error_le c l : growth (nonzeros l) <= c -> l <> [] -> error l <= (c - 1) * sizes l + c * (slack l * e).
  Proof.
    intros G N. unfold error. assert (H := slack_some l N). assert (S := sizes_nonneg l).
    assert (0 <= slack l * e) by nra. set (x := slack l * e) in *. nra.
  Qed.

  Lemma span_part l m : (nonzeros l <= nonzeros m)%nat -> sizes l <= sizes m -> (length l <= length m)%nat -> span l <= span m.
  Proof.
    intros N S L. unfold span. apply growth_le in N. apply qnat_le in L. assert (G := growth_one (nonzeros l)).
    assert (P := sizes_nonneg l). assert (Q := qnat_nonneg (length l)).
    assert (4 * qnat (length l) * e <= 4 * qnat (length m) * e) by nra.
    assert (0 <= 4 * qnat (length l) * e) by nra.
    set (x := 4 * qnat (length l) * e) in *. set (y := 4 * qnat (length m) * e) in *. nra.
  Qed.

  Definition close (l : list Q) (r : Q) : Prop :=
    (nonzeros l = O -> r == 0) /\ (l = [] -> r == 0) /\ (l <> [] -> Qabs (r - qsum l) <= error l).

  Lemma no_nonzeros l : nonzeros l = O -> qsum l == 0 /\ sizes l == 0.
  Proof.
    induction l as [|t l IH]; cbn [nonzeros qsum sizes]; [split; reflexivity|]. destruct (Qeq_bool t 0) eqn:E; [|discriminate].
    apply Qeq_bool_iff in E. intros H. apply IH in H as [H1 H2]. rewrite E, H1, H2. split; reflexivity.
  Qed.

  Theorem summed_close l r : summed a l r -> span l <= large a -> close l r.
  Proof.
    induction 1 as [|A t s s' r _ IH Ks F|A B s t s' t' r NA NB _ IHA _ IHB Ks Kt Ad|A B r P _ IH]; intros L.
    - split; [|split]; intros; [reflexivity..|congruence].
    - assert (L' : span A <= large a).
      { apply (Qle_trans _ (span (t :: A))); auto. apply span_part; cbn [nonzeros sizes length].
        - destruct (Qeq_bool t 0); lia.
        - assert (H := Qabs_nonneg t). lra.
        - lia. }
      destruct (IH L') as (Z0 & Z1 & C). clear IH.
      assert (Near := kept_near _ _ Ks).
      split; [|split; [discriminate|intros _]].
      { cbn [nonzeros]. unfold fused in F. destruct (Qeq_bool t 0) eqn:T; [|discriminate]. intros N.
        apply (kept_zero s'); auto. apply (kept_zero s); auto. }
      assert (Abs : Qabs (s' - qsum A) <= (growth (nonzeros A) - 1) * sizes A + growth (nonzeros A) * ((slack A + 1) * e)
        \/ (A = [] /\ s' == 0)).
      { destruct A as [|q A]; [right; split; auto; apply (kept_zero s); auto|left].
        specialize (C ltac:(discriminate)). set (A' := q :: A) in *.
        assert (H : Qabs (s' - qsum A') <= Qabs (s' - s) + Qabs (s - qsum A')).
        { setoid_replace (s' - qsum A') with (s' - s + (s - qsum A')) by ring. apply Qabs_triangle. }
        unfold error in C. assert (G := growth_one (nonzeros A')). assert (e <= growth (nonzeros A') * e) by nra. nra. }
      unfold fused in F. destruct (Qeq_bool t 0) eqn:T.
      + apply Qeq_bool_iff in T. apply kept_near in F. unfold error, slack. cbn [nonzeros qsum sizes length].
        apply Qeq_bool_iff in T as T'. rewrite T'.
        assert (G := growth_one (nonzeros A)). assert (SA := sizes_nonneg A).
        assert (QA := qnat_nonneg (length A)). rewrite qnat_S.
        assert (E1 : qsum A == t + qsum A) by (rewrite T; ring).
        assert (E2 : Qabs t == 0) by (rewrite T; reflexivity).
        assert (H : Qabs (r - qsum A) <= Qabs (r - s') + Qabs (s' - qsum A)).
        { setoid_replace (r - qsum A) with (r - s' + (s' - qsum A)) by ring. apply Qabs_triangle. }
        rewrite <- E1, E2.
        destruct Abs as [Abs|[-> Abs]].
        * unfold slack in Abs. assert (e <= growth (nonzeros A) * e) by nra. assert (0 <= growth (nonzeros A) * e) by nra.
          assert (growth (nonzeros A) * ((4 * qnat (length A) - 3 + 1) * e) + e <=
            growth (nonzeros A) * ((4 * (qnat (length A) + 1) - 3) * e)) by nra.
          setoid_replace ((growth (nonzeros A) - 1) * (0 + sizes A)) with ((growth (nonzeros A) - 1) * sizes A) by ring. lra.
        * cbn [nonzeros growth sizes length qsum] in *. assert (Qabs (s' - 0) == 0) by (rewrite Abs; reflexivity).
          assert (Q0 : qnat 0 == 0) by reflexivity. rewrite Q0. lra.
      + assert (T' := Qeq_bool_false _ _ T). 
        assert (Num : error (t :: A) == (growth (nonzeros A) * (1 + u) - 1) * sizes (t :: A)
            + growth (nonzeros A) * (1 + u) * ((4 * qnat (length A) + 1) * e)).
        { unfold error, slack. cbn [nonzeros growth length]. rewrite T. cbn [growth]. rewrite qnat_S. ring. }
        rewrite Num. clear Num.
        assert (G := growth_one (nonzeros A)). assert (SA := sizes_nonneg A). assert (QA := qnat_nonneg (length A)).
        assert (At := Qabs_nonneg t).
        assert (St : sizes (t :: A) == Qabs t + sizes A) by reflexivity.
        assert (Qt : qsum (t :: A) == t + qsum A) by reflexivity.
        assert (D : Qabs (s' + t - qsum (t :: A)) <= (growth (nonzeros A) - 1) * sizes (t :: A) + growth (nonzeros A) * (4 * qnat (length A) * e)).
        { setoid_replace (s' + t - qsum (t :: A)) with (s' - qsum A) by (rewrite Qt; ring). rewrite St.
          assert (0 <= (growth (nonzeros A) - 1) * Qabs t) by nra.
          destruct Abs as [Abs|[EA Abs]].
          - unfold slack in Abs. assert (0 <= growth (nonzeros A) * e) by nra.
            assert (growth (nonzeros A) * ((4 * qnat (length A) - 3 + 1) * e) <= growth (nonzeros A) * (4 * qnat (length A) * e)) by nra. nra.
          - subst A. cbn [nonzeros growth sizes length qsum] in *. assert (Qabs (s' - 0) == 0) by (rewrite Abs; reflexivity).
            assert (Q0 : qnat 0 == 0) by reflexivity. rewrite Q0. lra. }
        assert (Big : Qabs (s' + t) <= large a).
        { apply (Qle_trans _ (span (t :: A))); auto.
          setoid_replace (s' + t) with (qsum (t :: A) + (s' + t - qsum (t :: A))) by ring.
          assert (H1 := Qabs_triangle (qsum (t :: A)) (s' + t - qsum (t :: A))). assert (H2 := qsum_size (t :: A)).
          unfold span. cbn [nonzeros length]. rewrite T. cbn [growth]. rewrite qnat_S.
          assert (S' := sizes_nonneg (t :: A)). set (g := growth (nonzeros A)) in *. set (m := sizes (t :: A)) in *.
          set (k := qnat (length A)) in *.
          assert (g * (m + 4 * k * e) <= g * (1 + u) * (m + 4 * (k + 1) * e)).
          { assert (0 <= k * e) by nra. set (ke := k * e) in *.
            setoid_replace (4 * (k + 1) * e) with (4 * ke + 4 * e) by (unfold ke; ring).
            setoid_replace (4 * k * e) with (4 * ke) by (unfold ke; ring).
            assert (0 <= g * u) by (apply Qmult_le_0_compat; lra).
            assert (0 <= g * u * (m + 4 * ke + 4 * e)) by (apply Qmult_le_0_compat; lra).
            assert (0 <= g * e) by (apply Qmult_le_0_compat; lra). lra. }
          setoid_replace (g * (m + 4 * k * e)) with (m + ((g - 1) * m + g * (4 * k * e))) in H by ring. lra. }
        apply (one_more_rounding u e _ (4 * qnat (length A)) (sizes (t :: A)) _ (s' + t) r (qsum (t :: A))
          roundoff_nonneg tiny_nonneg G ltac:(lra) (qsum_size _) (Qle_refl _)); auto.
    - assert (LA : span A <= large a).
      { apply (Qle_trans _ (span (A ++ B))); auto. apply span_part.
        - rewrite nonzeros_app. lia.
        - rewrite sizes_app. assert (H := sizes_nonneg B). lra.
        - rewrite app_length. lia. }
      assert (LB : span B <= large a).
      { apply (Qle_trans _ (span (A ++ B))); auto. apply span_part.
        - rewrite nonzeros_app. lia.
        - rewrite sizes_app. assert (H := sizes_nonneg A). lra.
        - rewrite app_length. lia. }
      destruct (IHA LA) as (ZA & _ & CA). destruct (IHB LB) as (ZB & _ & CB). clear IHA IHB.
      specialize (CA NA). specialize (CB NB).
      assert (KA := kept_near _ _ Ks). assert (KB := kept_near _ _ Kt).
      split; [|split].
      { rewrite nonzeros_app. intros N. assert (Hs : s' == 0) by (apply (kept_zero s); auto; apply ZA; lia).
        assert (Ht : t' == 0) by (apply (kept_zero t); auto; apply ZB; lia).
        unfold added in Ad. apply Qeq_bool_iff in Hs. rewrite Hs in Ad. apply (kept_zero t'); auto. }
      { intros E. destruct A; [congruence|discriminate]. }
      intros _. set (c := growth (Nat.max (nonzeros A) (nonzeros B))).
      assert (c1 : 1 <= c) by apply growth_one.
      assert (EA := error_le c A (growth_le _ _ (Nat.le_max_l _ _)) NA).
      assert (EB := error_le c B (growth_le _ _ (Nat.le_max_r _ _)) NB).
      assert (SA := sizes_nonneg A). assert (SB := sizes_nonneg B). assert (QA := slack_some A NA). assert (QB := slack_some B NB).
      assert (D : Qabs (s' + t' - qsum (A ++ B)) <= (c - 1) * sizes (A ++ B) + c * ((slack A + slack B + 2) * e)).
      { rewrite qsum_app, sizes_app.
        setoid_replace (s' + t' - (qsum A + qsum B)) with ((s' - s) + (s - qsum A) + ((t' - t) + (t - qsum B))) by ring.
        assert (H := Qabs_triangle ((s' - s) + (s - qsum A)) ((t' - t) + (t - qsum B))).
        assert (H1 := Qabs_triangle (s' - s) (s - qsum A)). assert (H2 := Qabs_triangle (t' - t) (t - qsum B)).
        assert (e <= c * e) by nra. nra. }
      assert (Sl : slack (A ++ B) == slack A + slack B + 3).
      { unfold slack. rewrite app_length, qnat_plus. ring. }
      assert (Sum := qsum_size (A ++ B)). assert (S' := sizes_nonneg (A ++ B)).
      unfold added in Ad. destruct (Qeq_bool s' 0) eqn:Hs; [|destruct (Qeq_bool t' 0) eqn:Ht].
      1-2: assert (R : Qabs (r - (s' + t')) <= e).
      1: { apply Qeq_bool_iff in Hs. apply kept_near in Ad. setoid_replace (r - (s' + t')) with (r - t') by (rewrite Hs; ring). exact Ad. }
      2: { apply Qeq_bool_iff in Ht. apply kept_near in Ad. setoid_replace (r - (s' + t')) with (r - s') by (rewrite Ht; ring). exact Ad. }
      1-2: assert (H : Qabs (r - qsum (A ++ B)) <= Qabs (r - (s' + t')) + Qabs (s' + t' - qsum (A ++ B)))
        by (setoid_replace (r - qsum (A ++ B)) with (r - (s' + t') + (s' + t' - qsum (A ++ B))) by ring; apply Qabs_triangle);
        assert (Gc : c <= growth (nonzeros (A ++ B))) by (apply growth_le; rewrite nonzeros_app; lia);
        unfold error; set (g := growth (nonzeros (A ++ B))) in *; set (m := sizes (A ++ B)) in *; rewrite Sl;
        assert (e <= c * e) by nra;
        assert (F1 : Qabs (r - qsum (A ++ B)) <= (c - 1) * m + c * ((slack A + slack B + 3) * e)) by nra;
        apply (Qle_trans _ _ _ F1); apply weighted_le; [exact Gc|exact S'|apply Qmult_le_0_compat; lra].
      apply Qeq_bool_false in Hs, Ht.
      assert (N1 : nonzeros A <> O) by (intros N; apply Hs; apply (kept_zero s); auto).
      assert (N2 : nonzeros B <> O) by (intros N; apply Ht; apply (kept_zero t); auto).
      assert (Gc : c * (1 + u) <= growth (nonzeros (A ++ B))).
      { change (growth (S (Nat.max (nonzeros A) (nonzeros B))) <= growth (nonzeros (A ++ B))). apply growth_le.
        rewrite nonzeros_app. lia. }
      set (k := slack A + slack B + 2) in *.
      assert (Big : Qabs (s' + t') <= large a).
      { apply (Qle_trans _ (span (A ++ B))); auto.
        setoid_replace (s' + t') with (qsum (A ++ B) + (s' + t' - qsum (A ++ B))) by ring.
        assert (H1 := Qabs_triangle (qsum (A ++ B)) (s' + t' - qsum (A ++ B))).
        unfold span. set (g := growth (nonzeros (A ++ B))) in *. set (m := sizes (A ++ B)) in *.
        assert (cg : c <= g) by (assert (0 <= c * u) by (apply Qmult_le_0_compat; lra); lra).
        assert (K4 : 0 <= k * e <= 4 * qnat (length (A ++ B)) * e).
        { unfold k, slack in *. rewrite app_length, qnat_plus. set (q1 := qnat (length A)) in *. set (q2 := qnat (length B)) in *.
          split; [apply Qmult_le_0_compat|apply Qmult_le_compat_r]; lra. }
        set (ke := k * e) in *. set (b := 4 * qnat (length (A ++ B)) * e) in *.
        assert (W1 := weighted_le c g m ke cg S' (proj1 K4)).
        assert (W2 : g * ke <= g * b) by (rewrite !(Qmult_comm g); apply Qmult_le_compat_r; lra). lra. }
      assert (k0 : 0 <= k) by (unfold k; lra).
      assert (F := one_more_rounding u e c k (sizes (A ++ B)) _ (s' + t') r (qsum (A ++ B)) roundoff_nonneg tiny_nonneg c1 k0
        Sum (Qle_refl _) D (Ad Big)).
      apply (Qle_trans _ _ _ F). unfold error. set (g := growth (nonzeros (A ++ B))) in *. set (m := sizes (A ++ B)) in *.
      rewrite Sl. assert (W : (k + 1) * e == (slack A + slack B + 3) * e) by (unfold k; ring). rewrite W.
      apply weighted_le; [exact Gc|exact S'|apply Qmult_le_0_compat; lra].
    - assert (N := nonzeros_perm _ _ P). assert (S := sizes_perm _ _ P). assert (Q := qsum_perm _ _ P).
      assert (Le := Permutation_length P).
      assert (L' : span A <= large a).
      { apply (Qle_trans _ (span B)); auto. apply span_part; [rewrite N; auto|rewrite S; apply Qle_refl|rewrite Le; auto]. }
      destruct (IH L') as (H1 & H2 & H3). split; [|split].
      + intros H. apply H1. congruence.
      + intros ->. apply Permutation_sym, Permutation_nil in P. auto.
      + intros NB. unfold error, slack. rewrite <- N, <- S, <- Q, <- Le. apply H3. intros ->. apply Permutation_nil in P. congruence.
  Qed.
End Roundoff.
