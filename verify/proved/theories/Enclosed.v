(** The intervals of Boxes.v hold the exact scores and, with the digits of a machine, all that it may make of them. *)
From Coq Require Import QArith Qabs Qminmax ZArith List Bool Lia Lqa.
From Superproof Require Import Statement FloatStatement Executed Roundoff Boxes Losses.
Import ListNotations.
Open Scope Q_scope.

Lemma qdot_eq w : forall w' x, Forall2 Qeq w w' -> qdot w x == qdot w' x.
Proof.
  induction w as [|a w IH]; intros w' x H; inversion H; subst; [reflexivity|]. destruct x as [|b x]; [reflexivity|].
  cbn [qdot]. rewrite H2, (IH l'); auto. reflexivity.
Qed.

Lemma activation_eq n y z : y == z -> activation n y == activation n z.
Proof. intros E. unfold activation. destruct (rectifies n); rewrite E; reflexivity. Qed.

Lemma inside_eq s b x y : x == y -> inside s b x -> inside s b y.
Proof. intros E. unfold inside. rewrite E. auto. Qed.

(** A neuron's exact value. *)
Definition is_exactly (x : list Q) (n : float_neuron) (v : Q) : Prop := v == activation n (qdot (row n) x + offset n).

Lemma exact_neuron_box k s drop bs xs b n x v : (drop <= k + s)%nat -> neuron_inside k (k + s) b n -> Forall2 (inside s) xs x ->
  neuron_box None drop xs b = Some bs -> is_exactly x n v -> inside (k + s - drop) bs v.
Proof.
  intros D (W & [O1 O2] & R) X H V. unfold neuron_box in H. cbv zeta in H.
  assert (S := row_sums_spec k s (weight_boxes b) (row n) xs x (fst (offset_box b)) (snd (offset_box b))
    (Z.max (Z.abs (fst (offset_box b))) (Z.abs (snd (offset_box b)))) 1 W X). cbv zeta in S.
  set (r := row_sums _ _ _ _ _ _) in *. injection H as <-. rewrite R. destruct S as (S1 & S2 & _).
  apply (activated_inside _ _ _ _ (qdot (row n) x + offset n)); auto.
  - setoid_replace ((qdot (row n) x + offset n) * pow2 (k + s)) with (qdot (row n) x * pow2 (k + s) + offset n * pow2 (k + s)) by ring. lra.
  - setoid_replace ((qdot (row n) x + offset n) * pow2 (k + s)) with (qdot (row n) x * pow2 (k + s) + offset n * pow2 (k + s)) by ring. lra.
Qed.

Lemma executed_neuron_box a d k s drop bs xs b n x v : is_machine d a -> (k + s <= most_scale)%nat -> (drop <= k + s)%nat ->
  many_terms (length xs) = false -> neuron_inside k (k + s) b n -> Forall2 (inside s) xs x ->
  neuron_box (Some d) drop xs b = Some bs -> neuron_may_be a x n v -> inside (k + s - drop) bs v.
Proof.
  intros M Sc D Mt (W & O & R) X H (w' & x' & b' & z & Kw & Kx & Kb & Sm & V).
  assert (Ti : forall t, (t <= most_scale)%nat -> tiny a * pow2 t <= 1) by (intros t; apply (tiny_below d); exact M).
  apply (all_kept_inside a k) with (rs := w') in W; [|apply Ti; lia|exact Kw].
  apply (all_kept_inside a s) with (rs := x') in X as X'; [|apply Ti; lia|exact Kx].
  apply (kept_inside a (k + s)) with (r := b') in O; [|apply Ti; lia|exact Kb]. destruct O as [O1 O2].
  unfold neuron_box in H. cbv zeta in H.
  set (o1 := fst (offset_box b)) in *. set (o2 := snd (offset_box b)) in *.
  assert (S := row_sums_spec k s (weight_boxes b) w' xs x' o1 o2 (Z.max (Z.abs o1) (Z.abs o2)) 1 W X'). cbv zeta in S.
  set (r := row_sums _ _ _ _ _ _) in *. destruct S as (S1 & S2 & S3 & S4).
  destruct (bounded d r) eqn:B; [|discriminate]. injection H as <-. rewrite R.
  set (l := b' :: products w' x') in *.
  assert (Sz : sizes l * pow2 (k + s) <= inject_Z (total r)).
  { unfold l. cbn [sizes]. assert (A : Qabs b' * pow2 (k + s) <= inject_Z (Z.max (Z.abs o1) (Z.abs o2))).
    { assert (Pw := pow2_one (k + s)). rewrite <- (Qabs_pos (pow2 (k + s))) at 1 by lra. rewrite <- Qabs_Qmult.
      apply Qabs_Qle_condition.
      assert (Z1 : (- Z.max (Z.abs o1) (Z.abs o2) <= o1)%Z) by lia.
      assert (Z2 : (o2 <= Z.max (Z.abs o1) (Z.abs o2))%Z) by lia.
      rewrite Zle_Qle in Z1, Z2. rewrite inject_Z_opp in Z1. lra. }
    setoid_replace ((Qabs b' + sizes (products w' x')) * pow2 (k + s)) with
      (Qabs b' * pow2 (k + s) + sizes (products w' x') * pow2 (k + s)) by ring. lra. }
  assert (Nz : (Z.of_nat (nonzeros l) <= terms r)%Z).
  { unfold l. cbn [nonzeros]. destruct (Qeq_bool b' 0); lia. }
  assert (Ln : (Z.of_nat (length l) <= 2 ^ 31)%Z).
  { unfold many_terms in Mt. apply negb_false_iff, Z.eqb_eq in Mt. rewrite Z.shiftr_div_pow2 in Mt by lia.
    apply Z.div_small_iff in Mt; [|lia]. destruct Mt as [Mt|Mt]; [|lia].
    assert (Lx : length xs = length x') by (clear - X'; induction X'; cbn; congruence).
    unfold l, products. cbn [length]. rewrite map_length, combine_length, <- Lx. lia. }
  destruct (loss_covers a d (k + s) l r M Sc B Nz Sz Ln ltac:(discriminate)) as [Er Sp].
  assert (U' := roundoff_nonneg d a M).
  destruct (summed_close a U' (proj1 (proj2 (proj2 M))) l z Sm Sp) as (_ & _ & C). specialize (C ltac:(discriminate)).
  apply Qabs_Qle_condition in C as [C1 C2]. unfold l at 2 in C1. unfold l at 1 in C2. cbn [qsum] in C1, C2.
  rewrite sum_of_products in C1, C2. assert (Pw := pow2_one (k + s)).
  set (q := qdot w' x') in *. set (p := pow2 (k + s)) in *. set (f := error a l) in *.
  apply (activated_inside _ _ _ _ z); auto; rewrite ?inject_Z_plus; [unfold Z.sub; rewrite inject_Z_plus, inject_Z_opp|]; fold p.
  - assert (H : - f * p <= (z - (b' + q)) * p) by (apply Qmult_le_compat_r; lra).
    setoid_replace ((z - (b' + q)) * p) with (z * p - b' * p - q * p) in H by ring. lra.
  - assert (H : (z - (b' + q)) * p <= f * p) by (apply Qmult_le_compat_r; lra).
    setoid_replace ((z - (b' + q)) * p) with (z * p - b' * p - q * p) in H by ring. lra.
Qed.

Lemma all_some_spec {A B} (f : A -> option B) l : forall m, all_some f l = Some m -> Forall2 (fun a b => f a = Some b) l m.
Proof.
  induction l as [|a l IH]; cbn [all_some]; intros m H; [injection H as <-; constructor|].
  destruct (f a) eqn:E; [|discriminate]. destruct (all_some f l); [|discriminate]. injection H as <-. constructor; auto.
Qed.

(** Layer after layer, for any relation that says what neurons may be. *)
Fixpoint chain (may_be : list Q -> float_neuron -> Q -> Prop) (ls : list float_layer) (x ss : list Q) : Prop :=
  match ls with
  | [] => Forall2 Qeq x ss
  | l :: ls' => exists x', Forall2 (may_be x) l x' /\ chain may_be ls' x' ss
  end.

Lemma chain_inside (may_be : list Q -> float_neuron -> Q -> Prop) digits : (forall k s drop bs xs b n x v, (k + s <= most_scale)%nat -> (drop <= k + s)%nat ->
    many_terms (length xs) = false -> neuron_inside k (k + s) b n -> Forall2 (inside s) xs x ->
    neuron_box digits drop xs b = Some bs -> may_be x n v -> inside (k + s - drop) bs v) ->
  forall bs ls s xs x found ss, encloses s bs ls -> Forall2 (inside s) xs x -> scores_box digits bs s xs = Some found ->
  chain may_be ls x ss -> Forall2 (inside (last_scale bs s)) found ss.
Proof.
  intros One. induction bs as [|b bs IH]; intros [|l ls] s xs x found ss E X H C; try (destruct E; fail).
  - cbn in *. injection H as <-. revert ss C. induction X; intros ss C; inversion C; subst; constructor; auto.
    eapply inside_eq; eauto.
  - cbn [encloses scores_box chain last_scale] in *. destruct E as [E1 E2]. destruct C as (x' & C1 & C2).
    destruct (Nat.leb _ _ && Nat.leb _ _ && _) eqn:Q; [|discriminate]. rewrite !andb_true_iff, negb_true_iff in Q.
    destruct Q as [[Q1 Q2] Q3]. apply Nat.leb_le in Q1, Q2.
    destruct (all_some _ _) as [xs'|] eqn:F; [|discriminate]. apply all_some_spec in F.
    eapply IH; [exact E2| |exact H|exact C2]. replace (s + weight_scale b)%nat with (weight_scale b + s)%nat in * by lia.
    clear - One F E1 C1 X Q1 Q2 Q3. revert xs' l E1 C1 F. revert x'.
    induction (box_neurons b) as [|n bs IH]; intros x' xs' l E1 C1 F; inversion E1; subst; inversion C1; subst;
      inversion F; subst; constructor.
    + eapply One; eauto.
    + eapply IH; eauto.
Qed.

Lemma executed_chain a ls : forall x ss, scores_may_be a ls x ss <-> chain (neuron_may_be a) ls x ss.
Proof.
  induction ls as [|l ls IH]; intros x ss; cbn [scores_may_be chain]; [tauto|].
  split; intros (x' & H1 & H2); exists x'; (split; [exact H1|apply IH; exact H2]).
Qed.

Lemma exact_chain ls : forall x, chain is_exactly ls x (fold_left float_step ls x).
Proof.
  induction ls as [|l ls IH]; intros x; cbn [chain fold_left].
  - induction x; constructor; auto. reflexivity.
  - exists (float_step x l). split; [|apply IH]. unfold float_step. induction l; constructor; auto. unfold is_exactly. reflexivity.
Qed.

(** The exact scores are among those that a machine may make: the claim about machines is the stronger one. *)
Theorem exact_may_be a ls : 0 <= roundoff a -> 0 <= tiny a -> forall x, scores_may_be a ls x (fold_left float_step ls x).
Proof.
  intros U E.
  assert (Sums : forall l, summed a l (qsum l)).
  { induction l as [|t l IH]; [constructor|]. apply (of_one_more a l t (qsum l) (qsum l) _ IH); [left; reflexivity|].
    unfold fused. destruct (Qeq_bool t 0) eqn:T.
    - left. apply Qeq_bool_iff in T. cbn [qsum]. rewrite T. ring.
    - intros _. cbn [qsum]. setoid_replace (t + qsum l - (qsum l + t)) with 0 by ring. change (Qabs 0) with 0.
      assert (H := Qabs_nonneg (qsum l + t)). nra. }
  assert (Same : forall l, Forall2 (kept a) l l) by (induction l; constructor; auto; left; reflexivity).
  induction ls as [|l ls IH]; intros x; cbn [scores_may_be fold_left].
  - induction x; constructor; auto. reflexivity.
  - exists (float_step x l). split; [|apply IH]. unfold float_step. induction l as [|n l IHl]; constructor; auto.
    exists (row n), x, (offset n), (qsum (offset n :: products (row n) x)). split; [apply Same|]. split; [apply Same|].
    split; [left; reflexivity|]. split; [apply Sums|]. apply activation_eq. cbn [qsum]. rewrite sum_of_products. ring.
Qed.

(** THE EXACT SCORES, and those of any machine, are inside what [scores_box] finds. *)
Theorem scores_inside bs ls s xs x found : encloses s bs ls -> Forall2 (inside s) xs x -> scores_box None bs s xs = Some found ->
  Forall2 (inside (last_scale bs s)) found (fold_left float_step ls x).
Proof.
  intros E X H. apply (chain_inside is_exactly None) with (ls := ls) (xs := xs) (x := x); auto; [|apply exact_chain].
  intros. eapply exact_neuron_box; eauto.
Qed.

Theorem executed_scores_inside a d bs ls s xs x found ss : is_machine d a -> encloses s bs ls -> Forall2 (inside s) xs x ->
  scores_box (Some d) bs s xs = Some found -> scores_may_be a ls x ss -> Forall2 (inside (last_scale bs s)) found ss.
Proof.
  intros M E X H C. apply (chain_inside (neuron_may_be a) (Some d)) with (ls := ls) (xs := xs) (x := x); auto; [|apply executed_chain; auto].
  intros. eapply executed_neuron_box; eauto.
Qed.
