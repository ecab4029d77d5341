(** Pools of features: terms that are bounded together, so that the s largest are found without a look at each. *)
From Coq Require Import ZArith List Bool Lia.
From Superproof Require Import Statement Codes Lists Arrays Channels Worst.
Import ListNotations.
Open Scope Z_scope.

(** Pools of features: 4 at a time, and 4 of those. Entry m + q of a row is the largest of the entries 4 q, 4 q + 1, ...
    below m, and entry m + 4 (pools m) + q the largest of 16 q, 16 q + 1, ... *)
Definition pool : nat := 4.
Definition pools (m : nat) : nat := ((m + 15) / 16)%nat.

Fixpoint sweep (visit : nat -> list Z -> list Z) (k q : nat) (worst : list Z) : list Z :=
  match k with O => worst | S k' => sweep visit k' (S q) (visit q worst) end.

(** Goes into pool q only where its bound is above the least of the worst; with no bounds left, q is a feature. *)
Fixpoint visit (bounds : list (nat -> Z)) (t : nat -> Z) (settled : nat -> bool) (m q : nat) (worst : list Z) : list Z :=
  match bounds with
  | [] => scan t settled (Nat.min 1 (m - q)) q worst
  | bound :: bounds' =>
      match worst with
      | [] => []
      | least :: _ =>
          if least <? bound q then sweep (fun q worst => visit bounds' t settled m q worst) pool (q * pool) worst else worst
      end
  end.

Definition scan_pools (t : nat -> Z) (settled : nat -> bool) (m : nat) (worst : list Z) : list Z :=
  let fine := m in
  let coarse := (m + pool * pools m)%nat in
  sweep (fun q worst => visit [(fun q => t (coarse + q)%nat); (fun q => t (fine + q)%nat)] t settled m q worst) (pools m) 0 worst.

(* ---------------------------------------------------------------- the same as a scan of all features *)

Lemma scan_ext t t' f k : forall j worst, (forall i, (i < j + k)%nat -> t i = t' i) ->
  scan t f k j worst = scan t' f k j worst.
Proof.
  induction k; intros j worst H; auto. cbn [scan]. destruct worst; auto. rewrite (H j) by lia.
  apply IHk. intros i Hi. apply H. lia.
Qed.

Lemma scan_nil t f k j : scan t f k j [] = [].
Proof. destruct k; auto. Qed.

Lemma scan_app t f k1 k2 : forall j worst,
  scan t f (k1 + k2) j worst = scan t f k2 (j + k1) (scan t f k1 j worst).
Proof.
  induction k1; intros j worst; cbn [Nat.add scan]; [f_equal; lia|].
  destruct worst as [|least rest]; [rewrite scan_nil; auto|]. rewrite IHk1. f_equal. lia.
Qed.

Lemma scan_skip t f k : forall j least rest, (forall i, (j <= i < j + k)%nat -> t i <= least) ->
  scan t f k j (least :: rest) = least :: rest.
Proof.
  induction k; intros j least rest H; auto. cbn [scan]. destruct (Z.ltb_spec least (t j)).
  - specialize (H j ltac:(lia)). lia.
  - apply IHk. intros i Hi. apply H. lia.
Qed.

Lemma sweep_eq visit t f m b : (forall q worst, visit q worst = scan t f (Nat.min b (m - q * b)) (q * b) worst) ->
  forall k q worst, sweep visit k q worst = scan t f (Nat.min (k * b) (m - q * b)) (q * b) worst.
Proof.
  intros V. induction k; intros q worst; cbn [sweep]; [reflexivity|]. rewrite IHk, V.
  destruct (Nat.le_gt_cases m (S q * b)).
  - replace (m - S q * b)%nat with 0%nat by lia. rewrite Nat.min_0_r. cbn [scan].
    replace (Nat.min (S k * b) (m - q * b)) with (Nat.min b (m - q * b)) by (cbn [Nat.mul] in *; nia). reflexivity.
  - replace (Nat.min b (m - q * b)) with b by (cbn [Nat.mul] in *; lia).
    replace (Nat.min (S k * b) (m - q * b)) with (b + Nat.min (k * b) (m - S q * b))%nat by (cbn [Nat.mul] in *; lia).
    rewrite scan_app. f_equal. cbn [Nat.mul]. lia.
Qed.

(** Bounds of pools of 4^h features, of 4^(h - 1), ... *)
Fixpoint bounding (t : nat -> Z) (m : nat) (bounds : list (nat -> Z)) : Prop :=
  match bounds with
  | [] => True
  | bound :: bounds' =>
      let b := (pool ^ length bounds)%nat in
      (forall q i, (q * b <= i < q * b + b)%nat -> (i < m)%nat -> t i <= bound q) /\ bounding t m bounds'
  end.

Lemma visit_eq t f m bounds : bounding t m bounds -> forall q worst,
  visit bounds t f m q worst
  = scan t f (Nat.min (pool ^ length bounds) (m - q * pool ^ length bounds)) (q * pool ^ length bounds) worst.
Proof.
  induction bounds as [|bound bounds IH]; intros B q worst.
  - cbn [visit length]. rewrite Nat.pow_0_r, Nat.mul_1_r. reflexivity.
  - cbn [bounding] in B. destruct B as [B Bs]. cbn [visit].
    assert (P : (pool ^ length (bound :: bounds) = pool * pool ^ length bounds)%nat) by reflexivity.
    destruct worst as [|least rest]; [rewrite scan_nil; reflexivity|]. destruct (Z.ltb_spec least (bound q)).
    + rewrite (sweep_eq _ t f m (pool ^ length bounds)) by (intros; apply IH; auto). rewrite P.
      replace (q * pool * pool ^ length bounds)%nat with (q * (pool * pool ^ length bounds))%nat by lia. reflexivity.
    + symmetry. apply scan_skip. intros i I. specialize (B q i ltac:(lia) ltac:(lia)). lia.
Qed.

Definition pooled (m : nat) (ch : list neuron) : Prop :=
  forall n q i, In n ch -> (i < m)%nat ->
    ((q * 4 <= i < q * 4 + 4)%nat -> entry (row n) i <= entry (row n) (m + q)) /\
    ((q * 16 <= i < q * 16 + 16)%nat -> entry (row n) i <= entry (row n) (m + pool * pools m + q)).

Lemma upper_monotone s ch i j : 0 <= s -> nonneg ch -> (forall n, In n ch -> entry (row n) i <= entry (row n) j) ->
  upper s i ch 0 <= upper s j ch 0.
Proof.
  intros S0 W H. rewrite !upper_spec. apply Zplus_le_compat_l. induction ch as [|n ch IH]; cbn [sumf]; [lia|].
  assert (IH' := IH (fun n' A => W n' (or_intror A)) (fun n' A => H n' (or_intror A))).
  assert (G := H n (or_introl eq_refl)). assert (N := W n (or_introl eq_refl)).
  apply (Z.mul_le_mono_nonneg_l _ _ s) in G; auto.
  assert (Q : relu (s * entry (row n) i + p n) <= relu (s * entry (row n) j + p n)) by (unfold relu; lia).
  apply (Z.mul_le_mono_nonneg_l _ _ (w n)) in Q; auto. lia.
Qed.

Lemma scan_pools_eq s ch f m worst : 0 <= s -> nonneg ch -> pooled m ch ->
  scan_pools (fun j => upper s j ch 0) f m worst = scan (fun j => upper s j ch 0) f m 0 worst.
Proof.
  intros S0 W P. unfold scan_pools. rewrite (sweep_eq _ (fun j => upper s j ch 0) f m 16).
  - cbn [Nat.mul]. rewrite Nat.sub_0_r. f_equal. unfold pools.
    assert (D := Nat.div_mod (m + 15) 16 ltac:(discriminate)).
    assert (D2 := Nat.mod_upper_bound (m + 15) 16 ltac:(discriminate)). lia.
  - intros q x. change 16%nat with (pool ^ 2)%nat. apply (visit_eq _ f m [_; _]).
    cbn [bounding]. repeat split; intros r i R I; apply upper_monotone; auto; intros n N; apply P; auto.
Qed.

Lemma sweep_ext v v' k : (forall q worst, v q worst = v' q worst) -> forall q worst, sweep v k q worst = sweep v' k q worst.
Proof. intros H. induction k; intros q worst; cbn [sweep]; auto. rewrite H. apply IHk. Qed.

Lemma scan_pools_ext t t' f m worst : (forall j, t j = t' j) -> scan_pools t f m worst = scan_pools t' f m worst.
Proof.
  intros H. apply sweep_ext. intros q x. cbn [visit]. destruct x as [|least rest]; auto. rewrite H.
  destruct (least <? _); auto. apply sweep_ext. clear q least rest. intros q x. destruct x as [|least rest]; auto. rewrite H.
  destruct (least <? _); auto. apply sweep_ext. clear q least rest. intros q x. apply scan_ext. auto.
Qed.

Lemma pooled_join m j ch : pooled m ch -> pooled m (join j ch).
Proof. intros P n q i I. apply in_map_iff in I as (x & <- & I). cbn [row]. apply P; auto. Qed.

(* ---------------------------------------------------------------- the rows of G *)

(** The largest entry from [first] on, [count] of them, below m; 0 where there is none. *)
Definition largest_of_pool (a : arr) (m count first : nat) : Z :=
  if Nat.ltb first m then fold_left (fun x i => if Nat.ltb i m then Z.max x (get a i) else x) (seq (S first) (count - 1)) (get a first)
  else 0.

(** With the largest entries of pools behind the row, see [Exact63]. *)
Definition with_pools (m : nat) (a : arr) : packed :=
  let coarse := (m + pool * pools m)%nat in
  pack (build (coarse + pools m) (fun j =>
    if Nat.ltb j m then get a j
    else if Nat.ltb j coarse then largest_of_pool a m 4 ((j - m) * 4) else largest_of_pool a m 16 ((j - coarse) * 16))).

Definition largest (indices : list nat) (a : packed) : Z := fold_left (fun x j => Z.max x (Z.abs (entry a j))) indices 0.

Lemma largest_spec indices a j : In j indices -> Z.abs (entry a j) <= largest indices a.
Proof.
  unfold largest. enough (H : forall x, x <= fold_left (fun x j => Z.max x (Z.abs (entry a j))) indices x /\
    (In j indices -> Z.abs (entry a j) <= fold_left (fun x j => Z.max x (Z.abs (entry a j))) indices x)) by apply H.
  induction indices as [|i l IH]; intros x; cbn [fold_left]; [split; [lia|intros []]|].
  destruct (IH (Z.max x (Z.abs (entry a i)))) as [H1 H2]. split; [lia|]. intros [->|I]; auto. lia.
Qed.

Lemma with_pools_low m a j : (j < m)%nat -> entry (with_pools m a) j = get a j.
Proof.
  intros J. unfold with_pools, pack, pool. cbv zeta. change (entry ?x) with (get x). rewrite get_build by lia. apply Nat.ltb_lt in J.
  rewrite J. reflexivity.
Qed.

Lemma largest_of_pool_spec a m count first i : (first <= i < first + count)%nat -> (i < m)%nat ->
  get a i <= largest_of_pool a m count first.
Proof.
  intros F I. unfold largest_of_pool. replace (Nat.ltb first m) with true by (symmetry; apply Nat.ltb_lt; lia).
  enough (H : forall l x, x <= fold_left (fun x i => if Nat.ltb i m then Z.max x (get a i) else x) l x /\
    (In i l -> get a i <= fold_left (fun x i => if Nat.ltb i m then Z.max x (get a i) else x) l x)).
  { destruct (H (seq (S first) (count - 1)) (get a first)) as [H1 H2].
    destruct (Nat.eq_dec i first) as [->|D]; [exact H1|]. apply H2. apply in_seq. lia. }
  induction l as [|e l IH]; intros x; cbn [fold_left]; [split; [lia|intros []]|].
  destruct (IH (if Nat.ltb e m then Z.max x (get a e) else x)) as [H1 H2]. split; [destruct (Nat.ltb e m); lia|].
  intros [->|E]; auto. apply Nat.ltb_lt in I. rewrite I in *. lia.
Qed.

Lemma pools_enough m i : (i < m)%nat -> (i / 16 < pools m)%nat.
Proof.
  intros I. unfold pools. assert (D := Nat.div_mod (m + 15) 16 ltac:(discriminate)).
  assert (D2 := Nat.mod_upper_bound (m + 15) 16 ltac:(discriminate)). apply Nat.div_lt_upper_bound; lia.
Qed.

Lemma with_pools_high m a q i : (i < m)%nat ->
  ((q * 4 <= i < q * 4 + 4)%nat -> get a i <= entry (with_pools m a) (m + q)) /\
  ((q * 16 <= i < q * 16 + 16)%nat -> get a i <= entry (with_pools m a) (m + pool * pools m + q)).
Proof.
  intros I. assert (E := pools_enough m i I). assert (D := Nat.div_mod i 16 ltac:(discriminate)).
  assert (D2 := Nat.mod_upper_bound i 16 ltac:(discriminate)).
  unfold with_pools, pack. cbv zeta. change (entry ?x) with (get x). unfold pool in *. split; intros Q; rewrite get_build by lia.
  - replace (Nat.ltb (m + q) m) with false by (symmetry; apply Nat.ltb_ge; lia).
    replace (Nat.ltb (m + q) (m + 4 * pools m)) with true by (symmetry; apply Nat.ltb_lt; lia).
    apply largest_of_pool_spec; lia.
  - replace (Nat.ltb (m + 4 * pools m + q) m) with false by (symmetry; apply Nat.ltb_ge; lia).
    replace (Nat.ltb (m + 4 * pools m + q) (m + 4 * pools m)) with false by (symmetry; apply Nat.ltb_ge; lia).
    apply largest_of_pool_spec; lia.
Qed.
