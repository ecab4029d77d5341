(** One level of gates on words of zeros and ones: its bits, what is additional and missing, and what words read of them. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Received Multiplicity Roles Neurons Wrong ByActivity.
Import ListNotations.
Open Scope Z_scope.

Lemma gate_lists_spec n ws gs e g : (forall w, In w ws -> forall e, In e w -> (e < n)%nat) -> length ws = length gs -> (e < n)%nat ->
  In g (nth e (gate_lists n ws gs) []) <-> exists i, (i < length gs)%nat /\ In e (nth i ws []) /\ nth i gs g = g.
Proof.
  intros W L E. assert (H := enough_spec n). unfold gate_lists. rewrite buckets_spec; [|lia|].
  - rewrite in_map_iff. split.
    + intros ([k g'] & <- & I). apply filter_In in I as [I Q]. apply Nat.eqb_eq in Q. cbn [fst snd] in *. subst k.
      apply in_flat_map in I as ([w g] & I1 & I2). apply in_map_iff in I2 as (e' & X & I2). injection X as <- <-. cbn [fst snd] in *.
      apply In_nth with (d := ([], g)) in I1 as (i & I & X). rewrite combine_length in I. rewrite combine_nth in X by exact L.
      injection X as X1 X2. exists i. split; [lia|]. split; [rewrite X1; exact I2|exact X2].
    + intros (i & I & J & X). exists (e, g). split; auto. apply filter_In. cbn [fst]. rewrite Nat.eqb_refl. split; auto.
      apply in_flat_map. exists (nth i ws [], g). split; [|cbn [fst snd]; apply in_map_iff; exists e; auto].
      assert (X2 : (nth i ws [], g) = nth i (combine ws gs) ([], g)) by (rewrite combine_nth by exact L; rewrite X; reflexivity).
      rewrite X2. apply nth_In. rewrite combine_length. lia.
  - intros ka I. apply in_flat_map in I as ([w g'] & I1 & I2). apply in_map_iff in I2 as (e' & <- & I2). cbn [fst snd] in *.
    apply in_combine_l in I1. specialize (W w I1 e' I2). lia.
Qed.

(** A sum of words: how many of the active features have the neuron. *)
Lemma encode_ones n ws y : length y = length ws ->
  encode (code_of (Ones n ws)) y = map (fun e => sumf (fun i => unit_if (member e (nth i ws []))) (active y)) (seq 0 n).
Proof.
  unfold encode, active. cbn [code_of rows words].
  enough (H : forall y k, length y = length ws -> sum_of_active n (map (indicator n) ws) y
    = map (fun e => sumf (fun i => unit_if (member e (nth (i - k) ws []))) (active_from k y)) (seq 0 n)).
  { intros L. rewrite (H y O L). apply map_ext. intros e. apply sumf_ext. intros i. rewrite Nat.sub_0_r. reflexivity. }
  clear y. induction ws as [|w ws IH]; intros y k L; destruct y as [|b y]; try discriminate.
  - cbn [map sum_of_active active_from sumf]. clear. generalize O. induction n as [|n IH]; intros s; auto. cbn [repeat seq map].
    rewrite <- IH. reflexivity.
  - cbn [map sum_of_active active_from]. specialize (IH y (S k) ltac:(injection L; auto)).
    assert (Sh : forall e, sumf (fun i => unit_if (member e (nth (i - k) (w :: ws) []))) (active_from (S k) y)
      = sumf (fun i => unit_if (member e (nth (i - S k) ws []))) (active_from (S k) y)).
    { intros e. apply sumf_ext_in. intros i I. apply active_from_range in I. replace (i - k)%nat with (S (i - S k)) by lia. reflexivity. }
    destruct b.
    + rewrite IH. unfold indicator. assert (Add : forall l (f g : nat -> Z), add (map f l) (map g l) = map (fun e => f e + g e) l)
        by (induction l as [|a l IHl]; intros; cbn [map add]; [|rewrite IHl]; reflexivity).
      rewrite Add. apply map_ext. intros e. cbn [sumf]. rewrite Sh, Nat.sub_diag. cbn [nth]. destruct (member e w); reflexivity.
    + rewrite IH. apply map_ext. intros e. rewrite Sh. reflexivity.
Qed.

Lemma dot_bits n w (f : nat -> bool) : NoDup w -> (forall e, In e w -> (e < n)%nat) ->
  dot (indicator n w) (map (fun e => unit_if (f e)) (seq 0 n)) = sumf (fun e => unit_if (f e)) w.
Proof.
  intros N R. rewrite dot_indicator by auto. apply sumf_ext_in. intros e I. apply (seq_map_nth (fun e => unit_if (f e))). auto.
Qed.

Lemma some_counts (f : nat -> bool) l : 1 <= sumf (fun i => unit_if (f i)) l -> exists i, In i l /\ f i = true.
Proof.
  induction l as [|i l IH]; cbn [sumf]; intros H; [lia|]. destruct (f i) eqn:M; [exists i; split; [left|]; auto|].
  cbn [unit_if] in H. destruct IH as (j & J & F); [lia|]. exists j. split; [right|]; auto.
Qed.

Section Level.
  Variables (v : nat) (circuit : bool) (m n : nat) (ws : list (list nat)) (gs : list gate) (y : list bool).
  Hypothesis kinds : forallb (taken v) gs = true.
  Hypothesis wires_in : forall g j, In g gs -> In j (wires g) -> (j < m)%nat.
  Hypothesis words_in : forall w, In w ws -> NoDup w /\ forall e, In e w -> (e < n)%nat.
  Hypothesis same : length ws = length gs.
  Hypothesis inputs : length y = m.
  Hypothesis few : (length (active y) <= v)%nat.

  Let J := active y.
  Let y' := level_values gs y.
  Let gss := gate_lists n ws gs.
  Let sums := fun e => sumf (fun i => unit_if (member e (nth i ws []))) (active y').
  Let bit := fun e => must (nth e gss []) J.
  Let k := if circuit then length (active y') else O.
  Hypothesis few_after : (k <= v)%nat.
  Let worst := nth k (wrongs v circuit m gs (neurons_of m (map touches gss))) (0, 0).
  Let more := fst worst.
  Let lost := snd worst.

  Lemma lists_kinds gs' : In gs' gss -> (forallb (taken v) gs' = true) /\ forall g j, In g gs' -> In j (wires g) -> (j < m)%nat.
  Proof.
    intros I. assert (Sub : forall g, In g gs' -> In g gs).
    { intros g G. unfold gss, gate_lists in I. apply In_nth with (d := []) in I as (e & E & X). rewrite length_buckets in E.
      assert (Q : forall h (l : list (nat * gate)) x, In x (concat (buckets h l)) -> In x (map snd l)).
      { induction h; intros l x K; cbn [buckets concat] in K; [rewrite app_nil_r in K; exact K|].
        rewrite concat_app in K. apply in_app_or in K as [K|K]; apply IHh in K.
        - apply in_map_iff in K as (ka & <- & K). apply filter_In in K as [K _]. apply in_map. exact K.
        - rewrite map_map in K. cbn [snd] in K. apply in_map_iff in K as (ka & <- & K). apply filter_In in K as [K _]. apply in_map. exact K. }
      assert (C : In g (concat (buckets (enough n) (flat_map (fun sg => map (fun e => (e, snd sg)) (fst sg)) (combine ws gs))))).
      { apply in_concat. exists gs'. split; auto. rewrite <- X. apply nth_In. rewrite length_buckets. exact E. }
      apply Q, in_map_iff in C as ([e' g'] & <- & C). apply in_flat_map in C as ([w g0] & C1 & C2).
      apply in_map_iff in C2 as (x & C2 & _). injection C2 as <- <-. cbn [snd]. apply in_combine_r in C1. exact C1. }
    split.
    - apply forallb_forall. intros g G. rewrite forallb_forall in kinds. auto.
    - intros g j G. apply wires_in. auto.
  Qed.

  Lemma active_gate i : In i (active y') <-> (i < length gs)%nat /\ forall d, value (nth i gs d) (fun j => member j J) = true.
  Proof.
    rewrite <- (member_In i (active y')), member_active. unfold y', level_values.
    assert (V : forall g, value g (fun j => nth j y false) = value g (fun j => member j J)).
    { intros g. apply value_ext. intros j. symmetry. apply member_active. }
    destruct (Nat.lt_ge_cases i (length gs)) as [L|L].
    - rewrite (nth_map_in _ false (Copy O)) by exact L. rewrite V. split.
      + intros H. split; auto. intros d. rewrite (nth_indep _ d (Copy O)) by exact L. exact H.
      + intros [_ H]. apply H.
    - rewrite nth_overflow by (rewrite map_length; exact L). split; [discriminate|]. intros [Q _]. lia.
  Qed.

  (** A neuron is in a word that counts iff one of its gates is 1. *)
  Lemma sums_one e : (e < n)%nat -> one (nth e gss []) J = (1 <=? sums e).
  Proof.
    intros E. apply eq_true_iff_eq. rewrite Z.leb_le. unfold one. rewrite existsb_exists.
    assert (Wn : forall w, In w ws -> forall e, In e w -> (e < n)%nat) by (intros w I; apply words_in; exact I). split.
    - intros (g & I & V). apply gate_lists_spec in I as (i & L & M & X); auto. unfold sums.
      assert (A : In i (active y')).
      { apply active_gate. split; auto. intros d. rewrite (nth_indep _ d g) by exact L. rewrite X. exact V. }
      assert (Q := sumf_member (fun i => unit_if (member e (nth i ws []))) _ i (fun i => proj1 (unit_range _)) A).
      apply member_In in M. cbv beta in Q. rewrite M in Q. exact Q.
    - intros H. unfold sums in H. apply (some_counts (fun i => member e (nth i ws []))) in H.
      destruct H as (i & A & M). apply active_gate in A as [L V]. exists (nth i gs (Copy O)). split; [|apply V].
      apply gate_lists_spec; auto. exists i. split; auto. split; [apply member_In; exact M|apply nth_indep; exact L].
  Qed.

  Lemma wrong_sum b : sumf (fun e => unit_if (disagree b (nth e gss []) J)) (seq 0 n)
    <= side b worst.
  Proof.
    eapply Z.le_trans; [|apply (wrongs_spec v circuit b m gs gss y); auto].
    - assert (G : forall l r, (r <= length l)%nat -> sumf (fun e => unit_if (disagree b (nth e l []) J)) (seq 0 r)
        <= sumf (fun gs => unit_if (disagree b gs J)) l).
      { induction l as [|a l IH]; intros r L; destruct r as [|r]; cbn [length] in L; try lia;
          try (apply Z.le_trans with 0; [cbn [seq sumf]; lia|apply sumf_nonneg; intros; apply unit_range]). cbn [seq sumf].
        rewrite <- seq_shift, sumf_map. cbn [nth]. specialize (IH r ltac:(lia)). lia. }
      apply G. unfold gss, gate_lists. rewrite length_buckets. apply enough_spec.
    - intros gs' I. apply (lists_kinds gs' I).
    - intros gs' j I K. apply in_flat_map in K as (g & K1 & K2). exact (proj2 (lists_kinds gs' I) g j K1 K2).
  Qed.

  Lemma sums_nonneg e : 0 <= sums e.
  Proof. apply sumf_nonneg. intros. apply unit_range. Qed.

  Lemma additional : sumf (fun e => Z.max 0 (unit_if (bit e) - sums e)) (seq 0 n) <= more.
  Proof.
    eapply Z.le_trans; [|apply (wrong_sum true)]. apply sumf_le. intros e I. apply in_seq in I.
    assert (S := sums_nonneg e). assert (O := sums_one e ltac:(lia)). unfold disagree. fold (bit e). rewrite O.
    destruct (bit e); cbn [unit_if Bool.eqb andb]; [|lia]. destruct (Z.leb_spec 1 (sums e)); cbn [Bool.eqb negb unit_if]; lia.
  Qed.

  Lemma missing_sum : sumf (fun e => Z.max 0 (sums e - unit_if (bit e))) (seq 0 n) <= two_of (length (active y')) * overlap n ws + lost.
  Proof.
    eapply Z.le_trans; [|apply Z.add_le_mono; [apply (shared_bound n ws (active y'))|apply (wrong_sum false)]].
    - rewrite <- sumf_plus. apply sumf_le. intros e I. apply in_seq in I. fold (sums e).
      assert (S := sums_nonneg e). assert (O := sums_one e ltac:(lia)). unfold disagree. fold (bit e). rewrite O.
      destruct (bit e); cbn [unit_if Bool.eqb andb]; [lia|]. destruct (Z.leb_spec 1 (sums e)); cbn [Bool.eqb negb unit_if]; lia.
    - exact words_in.
    - apply active_from_NoDup.
    - intros i I. apply active_gate in I. rewrite same. lia.
  Qed.

  (** What the words read of the bits. *)
  Lemma read_one i : In i (active y') -> Z.of_nat (length (nth i ws [])) - lost <= sumf (fun e => unit_if (bit e)) (nth i ws []).
  Proof.
    intros A. assert (L := proj1 (proj1 (active_gate i) A)). destruct (words_in _ (nth_In ws [] (n := i) ltac:(lia))) as [N R].
    assert (H := wrong_sum false). cbn [side] in H. fold lost in H.
    assert (Q : sumf (fun e => 1 - unit_if (bit e)) (nth i ws []) <= lost).
    { eapply Z.le_trans; [|exact H]. apply Z.le_trans with (sumf (fun e => unit_if (disagree false (nth e gss []) J)) (nth i ws [])).
      - apply sumf_le. intros e I. assert (O := sums_one e (R e I)).
        assert (S1 : 1 <= sums e).
        { assert (X := sumf_member (fun i => unit_if (member e (nth i ws []))) _ i (fun i => proj1 (unit_range _)) A).
          cbv beta in X. apply member_In in I. rewrite I in X. exact X. }
        apply Z.leb_le in S1. rewrite S1 in O. unfold disagree. fold (bit e). rewrite O. destruct (bit e); cbn [unit_if Bool.eqb negb andb]; lia.
      - apply sumf_incl; auto; [intros; apply unit_range|]. intros e I _. apply in_seq. specialize (R e I). lia. }
    assert (E : sumf (fun e => 1 - unit_if (bit e)) (nth i ws [])
      = Z.of_nat (length (nth i ws [])) - sumf (fun e => unit_if (bit e)) (nth i ws [])).
    { clear. induction (nth i ws []) as [|a l IH]; cbn [sumf length]; [lia|]. rewrite IH, Nat2Z.inj_succ. lia. }
    lia.
  Qed.

  Lemma read_zero i : (i < length gs)%nat -> ~ In i (active y') ->
    sumf (fun e => unit_if (bit e)) (nth i ws []) <= Z.of_nat (length (active y')) * overlap n ws + more.
  Proof.
    intros L A. destruct (words_in _ (nth_In ws [] (n := i) ltac:(lia))) as [N R].
    assert (H := additional).
    apply Z.le_trans with (sumf sums (nth i ws []) + sumf (fun e => Z.max 0 (unit_if (bit e) - sums e)) (nth i ws [])).
    - rewrite <- sumf_plus. apply sumf_le. intros e _. lia.
    - apply Z.add_le_mono.
      + unfold sums. rewrite sumf_exchange. rewrite <- sumf_const. apply sumf_le. intros j I.
        assert (K := proj1 (proj1 (active_gate j) I)). assert (D : i <> j) by (intros ->; contradiction).
        eapply Z.le_trans; [|apply (overlap_spec n ws i j words_in ltac:(lia) ltac:(lia) D)]. unfold common.
        apply Z.le_trans with (sumf (fun e => unit_if (member e (nth i ws []) && member e (nth j ws []))) (nth i ws [])).
        * apply Z.eq_le_incl, sumf_ext_in. intros e E. apply member_In in E. rewrite E. reflexivity.
        * apply sumf_incl; auto; [intros; apply unit_range|]. intros e E _. apply in_seq. specialize (R e E). lia.
      + eapply Z.le_trans; [|exact H]. apply sumf_incl; auto; [intros; lia|]. intros e E _. apply in_seq. specialize (R e E). lia.
  Qed.
End Level.
