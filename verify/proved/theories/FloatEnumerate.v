(** The checker for networks of floats: intervals for all scores on every sparse input, one by one. Where they are clear of
    the thresholds, the network computes the problem, exactly and as executed. *)
From Coq Require Import QArith Qabs Qminmax ZArith List Bool Lia Lqa.
From Superproof Require Import Statement FloatStatement Executed Codes Lists Walk Judge Boxes Losses Enclosed.
Import ListNotations.
Open Scope Z_scope.

Record box_network := BoxNetwork { box_layers : list box_layer; box_thresholds : list box; box_strict : bool }.

(** None where an output is not surely right; else the least and most by which scores surely exceed their thresholds. *)
Fixpoint judge_boxes (strictly : bool) (outs : list bool) (ts xs : list box) (a : worst) : option worst :=
  match outs, ts, xs with
  | [], [], [] => Some a
  | true :: outs', t :: ts', x :: xs' =>
      if (if strictly then snd t <? fst x else snd t <=? fst x)
      then judge_boxes strictly outs' ts' xs' (lower (fst x - snd t) (fst a), snd a) else None
  | false :: outs', t :: ts', x :: xs' =>
      if (if strictly then snd x <=? fst t else snd x <? fst t)
      then judge_boxes strictly outs' ts' xs' (fst a, higher (snd x - fst t) (snd a)) else None
  | _, _, _ => None
  end.

Definition feature_boxes (m : nat) (act : list nat) : list box :=
  map (fun j => if member j act then (1, 1) else (0, 0)) (seq 0 m).

(** One input: exactly, and with the [digits] of a machine as executed too. *)
Definition visit_boxes (p : problem) (digits : option Z) (gs : list gate) (ls : list (list gate)) (n : box_network)
    (x : vector) (act : list nat) (a : worst) : option worst :=
  match climb (every_level p) (sparsity p) gs ls (fun j => member j act) with
  | None => Some a
  | Some outs =>
      let xs := feature_boxes (features p) act in
      let right := fun d a =>
        match scores_box d (box_layers n) 0 xs with
        | None => None
        | Some found => judge_boxes (box_strict n) outs (box_thresholds n) found a
        end in
      match (match digits with None => Some a | Some d => right (Some d) a end) with
      | None => None
      | Some _ => right None a
      end
  end.

Fixpoint box_chained (width : nat) (ls : list box_layer) (last : nat) : bool :=
  match ls with
  | [] => Nat.eqb width last
  | l :: ls' => forallb (fun n => Nat.eqb (length (weight_boxes n)) width) (box_neurons l)
                && box_chained (length (box_neurons l)) ls' last
  end.

(** The margin, in units of the last scale, if all outputs are surely right on all admissible inputs. *)
Definition check_floats (p : problem) (digits : option Z) (n : box_network) : option worst :=
  match levels p with
  | gs :: ls =>
      if box_chained (features p) (box_layers n) (length (box_thresholds n))
         && wired (features p) (levels p) (length (box_thresholds n))
      then walk worst (visit_boxes p digits gs ls n) (sparsity p) (map (fun j => (j, [])) (seq 0 (features p))) [] [] (None, None)
      else None
  | [] => None
  end.

(* ---------------------------------------------------------------- its correctness *)

Open Scope Q_scope.

(** What the margin so far says of one score, in units of scale s. *)
Definition excess_covered (s : nat) (a : worst) (b : bool) (e : Q) : Prop :=
  if b then exists t, fst a = Some t /\ inject_Z t <= e * pow2 s else exists f, snd a = Some f /\ e * pow2 s <= inject_Z f.

Lemma excess_worse s a a' b e : excess_covered s a b e -> worse a a' -> excess_covered s a' b e.
Proof.
  intros C [H1 H2]. destruct b; cbn [excess_covered] in *; destruct C as (t & E & L).
  - apply H1 in E as (t' & E & L'). exists t'. split; auto. rewrite Zle_Qle in L'. lra.
  - apply H2 in E as (t' & E & L'). exists t'. split; auto. rewrite Zle_Qle in L'. lra.
Qed.

Lemma reads_right (strictly : bool) s (t x : box) theta e (b : bool) : inside s t theta -> inside s x e ->
  (if b then if strictly then (snd t <? fst x)%Z else (snd t <=? fst x)%Z
   else if strictly then (snd x <=? fst t)%Z else (snd x <? fst t)%Z) = true -> reads strictly theta e = b.
Proof.
  intros [T1 T2] [X1 X2] H. assert (P := pow2_one s). unfold reads. destruct b, strictly.
  - apply Z.ltb_lt in H. rewrite Zlt_Qlt in H. apply negb_true_iff. destruct (Qle_bool e theta) eqn:E; auto.
    apply Qle_bool_iff in E. nra.
  - apply Z.leb_le in H. rewrite Zle_Qle in H. apply Qle_bool_iff. destruct (Qlt_le_dec e theta); auto. nra.
  - apply Z.leb_le in H. rewrite Zle_Qle in H. apply negb_false_iff. apply Qle_bool_iff. destruct (Qlt_le_dec theta e); auto. nra.
  - apply Z.ltb_lt in H. rewrite Zlt_Qlt in H. destruct (Qle_bool theta e) eqn:E; auto. apply Qle_bool_iff in E. nra.
Qed.

Lemma judge_boxes_worse strictly outs : forall ts xs a a', judge_boxes strictly outs ts xs a = Some a' -> worse a a'.
Proof.
  induction outs as [|b outs IH]; intros ts xs a a' H.
  - destruct ts, xs; try discriminate. injection H as <-. apply worse_refl.
  - destruct ts as [|t ts]; [destruct b; discriminate|]. destruct xs as [|x xs]; [destruct b; discriminate|].
    destruct (judge_step b (if b then fst x - snd t else snd x - fst t)%Z a) as [W _].
    destruct b; cbn [judge_boxes] in H; (destruct (if strictly then _ else _); [|discriminate]); apply IH in H;
      exact (worse_trans _ _ _ W H).
Qed.

Lemma judge_boxes_spec strictly s outs : forall ts xs a a' thetas ss, judge_boxes strictly outs ts xs a = Some a' ->
  Forall2 (inside s) ts thetas -> Forall2 (inside s) xs ss ->
  read_all strictly thetas ss = outs /\
  forall i b theta e, nth_error outs i = Some b -> nth_error thetas i = Some theta -> nth_error ss i = Some e ->
    excess_covered s a' b (e - theta).
Proof.
  induction outs as [|b outs IH]; intros ts xs a a' thetas ss H T X.
  - destruct ts, xs; try discriminate. inversion T; inversion X. subst. split; [reflexivity|]. intros [|i] ? ? ? Q; discriminate.
  - destruct ts as [|t ts]; [destruct b; discriminate|]. destruct xs as [|x xs]; [destruct b; discriminate|].
    inversion T as [|? theta ? thetas' T1 T2]; subst. inversion X as [|? e ? ss' X1 X2]; subst.
    cbn [judge_boxes] in H.
    set (a1 := if b then (lower (fst x - snd t) (fst a), snd a) else (fst a, higher (snd x - fst t) (snd a))).
    assert (H' : judge_boxes strictly outs ts xs a1 = Some a' /\
      (if b then if strictly then (snd t <? fst x)%Z else (snd t <=? fst x)%Z
       else if strictly then (snd x <=? fst t)%Z else (snd x <? fst t)%Z) = true).
    { unfold a1. destruct b; cbn beta iota in H |- *.
      - destruct (if strictly then _ else _); [auto|discriminate].
      - destruct (if strictly then _ else _); [auto|discriminate]. }
    destruct H' as [H' Ok]. destruct (IH _ _ _ _ _ _ H' T2 X2) as [R C].
    split.
    + unfold read_all in *. cbn [combine map fst snd]. rewrite R. f_equal. exact (reads_right _ _ _ _ _ _ _ T1 X1 Ok).
    + intros [|i] b' th sc Q1 Q2 Q3; cbn [nth_error] in *; [|eapply C; eauto].
      injection Q1 as <-. injection Q2 as <-. injection Q3 as <-. apply (excess_worse s a1).
      * destruct T1 as [T1a T1b], X1 as [X1a X1b]. unfold a1. destruct b; cbn [excess_covered fst snd]; unfold lower, higher.
        -- eexists. split; [reflexivity|].
           assert (L : (match fst a with None => fst x - snd t | Some t0 => Z.min (fst x - snd t) t0 end <= fst x - snd t)%Z) by (destruct (fst a); lia). rewrite Zle_Qle in L. unfold Z.sub in L at 3. rewrite inject_Z_plus, inject_Z_opp in L.
           setoid_replace ((e - theta) * pow2 s) with (e * pow2 s - theta * pow2 s) by ring. lra.
        -- eexists. split; [reflexivity|].
           assert (L : (snd x - fst t <= match snd a with None => snd x - fst t | Some t0 => Z.max (snd x - fst t) t0 end)%Z) by (destruct (snd a); lia). rewrite Zle_Qle in L. unfold Z.sub in L at 1. rewrite inject_Z_plus, inject_Z_opp in L.
           setoid_replace ((e - theta) * pow2 s) with (e * pow2 s - theta * pow2 s) by ring. lra.
      * eapply judge_boxes_worse; eauto.
Qed.

(** A network of floats inside one of boxes. *)
Definition holds (b : box_network) (n : float_network) : Prop :=
  encloses 0 (box_layers b) (float_layers n) /\
  Forall2 (inside (last_scale (box_layers b) 0)) (box_thresholds b) (thresholds n) /\ box_strict b = strict n.

Lemma features_inside m y : length y = m -> Forall2 (inside 0) (feature_boxes m (rev (active y))) (as_numbers y).
Proof.
  intros <-. unfold feature_boxes, as_numbers.
  assert (E : map (fun j => if member j (rev (active y)) then (1, 1)%Z else (0, 0)%Z) (seq 0 (length y))
    = map (fun b : bool => if b then (1, 1)%Z else (0, 0)%Z) y).
  { rewrite <- (map_ext_in (fun j => if nth j y false then (1, 1)%Z else (0, 0)%Z)).
    - clear. induction y as [|b y IH]; [reflexivity|]. cbn [length seq map nth]. f_equal. rewrite <- seq_shift, map_map. exact IH.
    - intros j _. rewrite (member_perm j (rev (active y)) (active y)) by (symmetry; apply Permutation.Permutation_rev).
      rewrite member_active. reflexivity. }
  rewrite E. clear E. induction y as [|b y IH]; constructor; auto.
  unfold inside. destruct b; cbn [fst snd]; change (pow2 0) with 1; change (inject_Z 1) with 1; change (inject_Z 0) with 0; lra.
Qed.

Lemma Forall2_same_length {A B} (R : A -> B -> Prop) l m : Forall2 R l m -> length l = length m.
Proof. induction 1; cbn; congruence. Qed.

Lemma encloses_chained bs : forall ls s width last, encloses s bs ls -> float_chained width ls last = box_chained width bs last.
Proof.
  induction bs as [|b bs IH]; intros [|l ls] s width last E; try (destruct E; fail); [reflexivity|].
  cbn [encloses float_chained box_chained] in *. destruct E as [E1 E2]. rewrite (Forall2_same_length _ _ _ E1). f_equal.
  - induction E1 as [|n m ns ms (H & _) E1 IH1]; [reflexivity|]. cbn [forallb].
    rewrite IH1, (Forall2_same_length _ _ _ H). reflexivity.
  - eapply IH; eauto.
Qed.

Lemma in_units_spec s z : in_units s z * pow2 s == inject_Z z.
Proof. unfold in_units. fold (pow2 s). assert (P := pow2_one s). field. intros E. rewrite E in P. lra. Qed.

Theorem check_floats_sound p digits b n t f : check_floats p digits b = Some (t, f) -> holds b n ->
  computes_exactly p n /\
  float_margin p n (option_map (in_units (last_scale (box_layers b) 0)) t) (option_map (in_units (last_scale (box_layers b) 0)) f) /\
  forall d a, digits = Some d -> is_machine d a -> computes_executed a p n.
Proof.
  unfold check_floats. intros H (E & T & St). destruct (levels p) as [|gs ls] eqn:Lv; [discriminate|].
  destruct (box_chained _ _ _ && _) eqn:Sh; [|discriminate]. set (s := last_scale (box_layers b) 0) in *.
  assert (Shaped : float_shaped p n = true).
  { unfold float_shaped. rewrite <- (Forall2_same_length _ _ _ T), (encloses_chained _ _ _ _ _ E), Lv. exact Sh. }
  set (V := visit_boxes p digits gs ls b) in *.
  set (right := fun y (a : worst) =>
    (read_all (strict n) (thresholds n) (float_scores n y) = outputs p y /\
     forall i c e, exceeds p n y i c e -> excess_covered s a c e) /\
    forall d m ss ss' thetas, digits = Some d -> is_machine d m -> scores_may_be m (float_layers n) (as_numbers y) ss ->
      Forall2 (kept m) ss ss' -> Forall2 (kept m) (thresholds n) thetas -> read_all (strict n) thetas ss' = outputs p y).
  set (good := fun act a => forall y, act = rev (active y) -> length y = features p -> admissible p y -> right y a).
  assert (Worse : forall act a a', V [] act a = Some a' -> worse a a').
  { intros act a a' Hv. unfold V, visit_boxes in Hv. destruct (climb _ _ gs ls _) as [outs|]; [|injection Hv as <-; apply worse_refl].
    cbv zeta in Hv. destruct (match digits with None => _ | Some d => _ end); [|discriminate].
    destruct (scores_box None _ _ _); [|discriminate]. eapply judge_boxes_worse; eauto. }
  assert (Good : forall act a a', V [] act a = Some a' -> good act a').
  { intros act a a' Hv y -> Ly Ay. unfold V, visit_boxes in Hv.
    assert (K := climb_spec (every_level p) (sparsity p) ls gs (fun j => member j (rev (active y))) y).
    destruct (climb _ _ gs ls _) as [outs|].
    2: { destruct K as [K1 K2].
      { intros j. rewrite <- member_active. apply member_perm. symmetry. apply Permutation.Permutation_rev. }
      destruct Ay as [_ Ay]. rewrite K1, Lv in Ay. destruct Ay as [_ Ay]. contradiction. }
    destruct K as [K1 _].
    { intros j. rewrite <- member_active. apply member_perm. symmetry. apply Permutation.Permutation_rev. }
    assert (O : outs = outputs p y) by (unfold outputs; rewrite Lv; exact K1). clear K1. subst outs.
    cbv zeta in Hv. assert (X := features_inside _ _ Ly). rewrite St in Hv.
    destruct (match digits with None => _ | Some d => _ end) as [a1|] eqn:Ex; [|discriminate].
    destruct (scores_box None _ _ _) as [found|] eqn:F; [|discriminate].
    assert (I := scores_inside _ _ _ _ _ _ E X F). destruct (judge_boxes_spec _ _ _ _ _ _ _ _ _ Hv T I) as [R C].
    split; [split|].
    - exact R.
    - intros i c e (sc & theta & Q1 & Q2 & Q3 & Q4). specialize (C i c theta sc Q1 Q3 Q2).
      destruct c; destruct C as (w & W1 & W2); exists w; (split; [exact W1|rewrite Q4; exact W2]).
    - intros d m ss ss' thetas -> M S Ks Kt. destruct (scores_box (Some d) _ _ _) as [found'|] eqn:F'; [|discriminate].
      assert (I' := executed_scores_inside _ _ _ _ _ _ _ _ _ M E X F' S). fold s in I'.
      destruct (Nat.le_gt_cases s most_scale) as [Sc|Sc].
      + assert (Ti := tiny_below d m s M Sc).
        apply (all_kept_inside m s _ Ti) with (rs := ss') in I'; auto.
        assert (T' := all_kept_inside m s _ Ti _ _ T Kt).
        exact (proj1 (judge_boxes_spec _ _ _ _ _ _ _ _ _ Ex T' I')).
      + exfalso. clear - F' Sc. unfold s in Sc. assert (L : (0 <= most_scale)%nat) by lia. revert F' Sc L.
        generalize O (feature_boxes (features p) (rev (active y))).
        induction (box_layers b) as [|l bs IH]; intros k xs F' Sc L; cbn [last_scale scores_box] in *; [lia|].
        destruct (Nat.leb _ _ && Nat.leb _ _ && _) eqn:Q; [|discriminate]. rewrite !andb_true_iff, !Nat.leb_le in Q.
        destruct (all_some _ _) as [xs'|]; [|discriminate]. apply (IH _ _ F' Sc). lia. }
  assert (Le : forall act a a', good act a -> worse a a' -> good act a').
  { intros act a a' G W y Q Ly Ay. destruct (G y Q Ly Ay) as [[G1 G2] G3]. split; [split|]; auto.
    intros i c e X. eapply excess_worse; eauto. }
  assert (Nil : forall act, sum_of [] (fun _ => []) act = []).
  { induction act as [|j act IH]; [reflexivity|]. cbn [sum_of]. rewrite IH. reflexivity. }
  assert (All : forall y, admissible p y -> right y (t, f)).
  { intros y Ay. pose proof Ay as [Ly Vy].
    assert (Vy' : (active_features y <= sparsity p)%nat) by (destruct (if every_level p then levels p else []); apply Vy).
    assert (W := walk_covers worst V [] (fun _ => []) good worse worse_refl worse_trans Le
      ltac:(intros act a a'; rewrite Nil; apply Worse) ltac:(intros act a a'; rewrite Nil; apply Good)
      (sparsity p) (features p) O [] (None, None) (t, f) H y Ly Vy').
    rewrite app_nil_r in W. exact (W y eq_refl Ly Ay). }
  split; [|split].
  - split; [exact Shaped|]. intros y Ay. exact (proj1 (proj1 (All y Ay))).
  - assert (P := pow2_one s). split; intros y i e Ay X; destruct (All y Ay) as [[_ C] _]; specialize (C i _ e X);
      destruct C as (w & W1 & W2); cbn [fst snd] in W1; subst; cbn [option_map]; eexists; (split; [reflexivity|]);
      rewrite <- (in_units_spec s w) in W2; fold s; nra.
  - intros d a D M. split; [exact Shaped|]. intros y ss ss' thetas Ay S Ks Kt. exact (proj2 (All y Ay) d a ss ss' thetas D M S Ks Kt).
Qed.
