(** Pools of features: terms that are bounded together, so that the s largest are found without a look at each. *)
From Coq Require Import ZArith List Bool Lia.
From Superproof Require Import Statement Codes Lists Arrays Channels Worst Lanes.
Import ListNotations.
Open Scope Z_scope.

(** Pools of features: 4 at a time, and 4 of those; so many pairs of the latter. Bound r < 8 (pairs m) is of the features
    4 r, ..., 4 r + 3, bound 8 (pairs m) + r of 16 r, ..., 16 r + 15; two of them stand in one number (see [Lanes]). *)
Definition pairs (m : nat) : nat := ((m + 31) / 32)%nat.

Fixpoint sweep (visit : nat -> list Z -> list Z) (k q : nat) (worst : list Z) : list Z :=
  match k with O => worst | S k' => sweep visit k' (S q) (visit q worst) end.

(** Goes deeper only where the bound is above the least of the worst. *)
Definition into (bound : Z) (deeper : list Z -> list Z) (worst : list Z) : list Z :=
  match worst with [] => [] | least :: _ => if least <? bound then deeper worst else worst end.
Definition into_two (bounds : Z) (deeper : nat -> list Z -> list Z) (q : nat) (worst : list Z) : list Z :=
  into (second_lane bounds) (deeper (S (2 * q))) (into (first_lane bounds) (deeper (2 * q)%nat) worst).

(** The features of a pool of 4, and the pools in one of 16. *)
Definition four (t : nat -> Z) (settled : nat -> bool) (m q : nat) (worst : list Z) : list Z :=
  scan t settled (Nat.min 4 (m - q * 4)) (q * 4) worst.
Definition sixteen (bounds t : nat -> Z) (settled : nat -> bool) (m q : nat) (worst : list Z) : list Z :=
  let r := (2 * q)%nat in
  into_two (bounds (S r)) (four t settled m) (S r) (into_two (bounds r) (four t settled m) r worst).

(** [bounds q] are the bounds 2 q and 2 q + 1. *)
Definition scan_pools (bounds t : nat -> Z) (settled : nat -> bool) (m : nat) (worst : list Z) : list Z :=
  let k := pairs m in
  sweep (fun q => into_two (bounds (4 * k + q)%nat) (sixteen bounds t settled m) q) k 0 worst.

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

Lemma sweep_eq visit t f m b n : (forall q worst, (q < n)%nat -> visit q worst = scan t f (Nat.min b (m - q * b)) (q * b) worst) ->
  forall k q worst, (q + k <= n)%nat -> sweep visit k q worst = scan t f (Nat.min (k * b) (m - q * b)) (q * b) worst.
Proof.
  intros V. induction k; intros q worst N; cbn [sweep]; [reflexivity|]. rewrite IHk, V by lia.
  destruct (Nat.le_gt_cases m (S q * b)).
  - replace (m - S q * b)%nat with 0%nat by lia. rewrite Nat.min_0_r. cbn [scan].
    replace (Nat.min (S k * b) (m - q * b)) with (Nat.min b (m - q * b)) by (cbn [Nat.mul] in *; nia). reflexivity.
  - replace (Nat.min b (m - q * b)) with b by (cbn [Nat.mul] in *; lia).
    replace (Nat.min (S k * b) (m - q * b)) with (b + Nat.min (k * b) (m - S q * b))%nat by (cbn [Nat.mul] in *; lia).
    rewrite scan_app. f_equal. cbn [Nat.mul]. lia.
Qed.

Lemma into_scan t f k j bound worst : (forall i, (j <= i < j + k)%nat -> t i <= bound) ->
  into bound (scan t f k j) worst = scan t f k j worst.
Proof.
  intros B. destruct worst as [|least rest]; cbn [into]; [rewrite scan_nil; reflexivity|].
  destruct (Z.ltb_spec least bound); auto. symmetry. apply scan_skip. intros i I. specialize (B i I). lia.
Qed.

(** Two blocks of b features, by their bounds. *)
Lemma into_two_scan t f m b deeper x q :
  (forall r worst, (r < 2 * S q)%nat -> deeper r worst = scan t f (Nat.min b (m - r * b)) (r * b) worst) ->
  (forall i, (i < m)%nat -> ((2 * q) * b <= i < (2 * q) * b + b)%nat -> t i <= first_lane x) ->
  (forall i, (i < m)%nat -> (S (2 * q) * b <= i < S (2 * q) * b + b)%nat -> t i <= second_lane x) ->
  forall worst, into_two x deeper q worst = scan t f (Nat.min (2 * b) (m - q * (2 * b))) (q * (2 * b)) worst.
Proof.
  intros D B1 B2 worst. unfold into_two.
  assert (E : forall x r worst, (r < 2 * S q)%nat -> (forall i, (i < m)%nat -> (r * b <= i < r * b + b)%nat -> t i <= x) ->
    into x (deeper r) worst = scan t f (Nat.min b (m - r * b)) (r * b) worst).
  { intros y r l R B. rewrite <- (into_scan t f _ _ y) by (intros i I; apply B; lia).
    destruct l as [|least rest]; cbn [into]; [reflexivity|]. rewrite D by exact R. reflexivity. }
  rewrite (E _ _ worst) by (auto; lia). rewrite (E (second_lane x)) by (auto; lia).
  change (scan t f (Nat.min b (m - S (2 * q) * b)) (S (2 * q) * b) (scan t f (Nat.min b (m - 2 * q * b)) (2 * q * b) worst))
    with (sweep (fun r => scan t f (Nat.min b (m - r * b)) (r * b)) 2 (2 * q) worst).
  rewrite (sweep_eq _ t f m b (2 * q + 2)) by (auto; lia). f_equal; [f_equal|]; lia.
Qed.

(** [top r] bound what they should, and stand in a neuron's numbers. *)
Definition pooled (top : packed -> nat -> Z) (m : nat) (gmax : Z) (ch : list neuron) : Prop :=
  forall n, In n ch ->
    (forall q, (q < 5 * pairs m)%nat -> gmax < half -> get (bounds n) q = in_lanes (top (row n) (2 * q)%nat) (top (row n) (S (2 * q)))) /\
    (forall r, Z.abs (top (row n) r) <= gmax) /\
    (forall r i, (r < 8 * pairs m)%nat -> (i < m)%nat -> (r * 4 <= i < r * 4 + 4)%nat -> entry (row n) i <= top (row n) r) /\
    (forall r i, (r < 2 * pairs m)%nat -> (i < m)%nat -> (r * 16 <= i < r * 16 + 16)%nat ->
      entry (row n) i <= top (row n) (8 * pairs m + r)%nat).

(** Whether sums in two lanes have room. *)
Definition roomy (s gmax : Z) (ch : list neuron) : bool := (gmax <? half) && (reach s gmax ch <? half).

(** The largest terms [t], those of [upper], by pools. *)
Definition upper_worst (s : Z) (m : nat) (ch : list neuron) (settled : nat -> bool) (t : nat -> Z) (worst : list Z) : list Z :=
  let wides := map wide_of ch in
  scan_pools (fun q => upper_lanes s q wides 0) t settled m worst.

Lemma upper_worst_eq top s gmax ch f m worst : 0 <= s -> (forall n, In n ch -> 1 <= w n) -> pooled top m gmax ch ->
  roomy s gmax ch = true ->
  upper_worst s m ch f (fun j => upper s j ch 0) worst = scan (fun j => upper s j ch 0) f m 0 worst.
Proof.
  intros S0 W P R. unfold roomy in R. apply andb_prop in R as [Rg R]. apply Z.ltb_lt in Rg, R.
  unfold upper_worst. cbv zeta. set (t := fun j => upper s j ch 0). set (k := pairs m).
  set (bound := fun r => upper_of s ch (fun n => top (row n) r)). set (word := fun q => upper_lanes s q (map wide_of ch) 0).
  assert (Lanes : forall q, (q < 5 * k)%nat -> first_lane (word q) = bound (2 * q)%nat /\ second_lane (word q) = bound (S (2 * q))).
  { intros q Q. destruct (upper_lanes_spec s gmax q (fun n => top (row n) (2 * q)%nat) (fun n => top (row n) (S (2 * q))) ch S0)
      as (U1 & _ & U).
    { intros n I. destruct (P n I) as (P1 & P2 & _). repeat split; auto. }
    unfold word. change 0 with (in_lanes 0 0). rewrite U by lia. rewrite !Z.add_0_l. apply lanes_apart.
    unfold bound, half, lane in *. lia. }
  assert (Above : forall r i, (forall n, In n ch -> entry (row n) i <= top (row n) r) -> t i <= bound r).
  { intros r i H. unfold t, bound, upper_of. rewrite upper_spec, Z.add_0_l. apply sumf_le. intros n I.
    assert (N := W n I). specialize (H n I). apply Z.mul_le_mono_nonneg_l; [lia|]. unfold relu.
    apply (Z.mul_le_mono_nonneg_l _ _ s) in H; lia. }
  assert (Four : forall r i, (r < 8 * k)%nat -> (i < m)%nat -> (r * 4 <= i < r * 4 + 4)%nat -> t i <= bound r).
  { intros r i K I B. apply Above. intros n J. destruct (P n J) as (_ & _ & P3 & _). apply P3; auto. }
  assert (Sixteen : forall r i, (r < 2 * k)%nat -> (i < m)%nat -> (r * 16 <= i < r * 16 + 16)%nat -> t i <= bound (8 * k + r)%nat).
  { intros r i K I B. apply Above. intros n J. destruct (P n J) as (_ & _ & _ & P4). apply P4; auto. }
  assert (Deeper : forall q l, (q < 2 * k)%nat -> sixteen word t f m q l = scan t f (Nat.min 16 (m - q * 16)) (q * 16) l).
  { intros q l Q. unfold sixteen. cbv zeta.
    assert (E : forall r l, (r < 4 * k)%nat -> into_two (word r) (four t f m) r l = scan t f (Nat.min 8 (m - r * 8)) (r * 8) l).
    { intros r l' K. destruct (Lanes r ltac:(lia)) as [L1 L2]. apply (into_two_scan t f m 4); [reflexivity|..].
      - intros i I B. rewrite L1. apply Four; auto. lia.
      - intros i I B. rewrite L2. apply Four; auto. lia. }
    rewrite !E by lia. change (scan t f (Nat.min 8 (m - S (2 * q) * 8)) (S (2 * q) * 8) (scan t f (Nat.min 8 (m - 2 * q * 8)) (2 * q * 8) l))
      with (sweep (fun r => scan t f (Nat.min 8 (m - r * 8)) (r * 8)) 2 (2 * q) l).
    rewrite (sweep_eq _ t f m 8 (2 * q + 2)) by (auto; lia). f_equal; [f_equal|]; lia. }
  unfold scan_pools. cbv zeta. fold k word. rewrite (sweep_eq _ t f m 32 k).
  - cbn [Nat.mul]. rewrite Nat.sub_0_r. f_equal. unfold k, pairs.
    assert (D := Nat.div_mod (m + 31) 32 ltac:(discriminate)).
    assert (D2 := Nat.mod_upper_bound (m + 31) 32 ltac:(discriminate)). lia.
  - intros q l Q. destruct (Lanes (4 * k + q)%nat ltac:(lia)) as [L1 L2].
    apply (into_two_scan t f m 16); [intros r l' K; apply Deeper; lia|..].
    + intros i I B. rewrite L1. replace (2 * (4 * k + q))%nat with (8 * k + 2 * q)%nat by lia. apply Sixteen; auto. lia.
    + intros i I B. rewrite L2. replace (S (2 * (4 * k + q))) with (8 * k + S (2 * q))%nat by lia. apply Sixteen; auto. lia.
  - lia.
Qed.

Lemma sweep_ext v v' k : (forall q worst, v q worst = v' q worst) -> forall q worst, sweep v k q worst = sweep v' k q worst.
Proof. intros H. induction k; intros q worst; cbn [sweep]; auto. rewrite H. apply IHk. Qed.

Lemma upper_worst_ext t t' s m ch f worst : (forall j, t j = t' j) -> upper_worst s m ch f t worst = upper_worst s m ch f t' worst.
Proof.
  intros H. apply sweep_ext. intros q l.
  assert (E : forall x d d' q l, (forall q l, d q l = d' q l) -> into_two x d q l = into_two x d' q l).
  { intros x d d' r l' D. unfold into_two. assert (I : forall y r l, into y (d r) l = into y (d' r) l).
    { intros y r' [|least rest]; cbn [into]; auto. rewrite D. reflexivity. }
    rewrite !I. reflexivity. }
  apply E. intros r l'. unfold sixteen. cbv zeta.
  rewrite !(E _ (four t f m) (four t' f m)) by (intros; apply scan_ext; auto). reflexivity.
Qed.

Lemma pooled_join top m gmax j ch : pooled top m gmax ch -> pooled top m gmax (join j ch).
Proof. intros P n I. apply in_map_iff in I as (n' & <- & I). exact (P n' I). Qed.

(* ---------------------------------------------------------------- the bounds of a row *)

(** The largest entry from [first] on, [count] of them, below m; 0 where there is none. *)
Definition largest_of_pool (a : arr) (m count first : nat) : Z :=
  if Nat.ltb first m then fold_left (fun x i => if Nat.ltb i m then Z.max x (get a i) else x) (seq (S first) (count - 1)) (get a first)
  else 0.

Definition largest_of_four (a : arr) (i : nat) : Z :=
  Z.max (Z.max (get a i) (get a (1 + i)%nat)) (Z.max (get a (2 + i)%nat) (get a (3 + i)%nat)).

(** The bounds of a row, and in pairs. *)
Definition tops_of (m : nat) (a : arr) : arr :=
  let k := (8 * pairs m)%nat in
  let fours := build k (fun r => let i := (4 * r)%nat in if Nat.ltb (3 + i) m then largest_of_four a i else largest_of_pool a m 4 i) in
  build (10 * pairs m) (fun r => if Nat.ltb r k then get fours r else largest_of_four fours (4 * (r - k))).
Definition bounds_of (m : nat) (a : arr) : arr :=
  let tops := tops_of m a in
  build (5 * pairs m) (fun q => uadd (get tops (2 * q)) (umul lane (get tops (S (2 * q))))).

Definition largest (indices : list nat) (a : arr) : Z := fold_left (fun x j => Z.max x (Z.abs (get a j))) indices 0.

Lemma largest_spec indices a j : In j indices -> Z.abs (get a j) <= largest indices a.
Proof.
  unfold largest. enough (H : forall x, x <= fold_left (fun x j => Z.max x (Z.abs (get a j))) indices x /\
    (In j indices -> Z.abs (get a j) <= fold_left (fun x j => Z.max x (Z.abs (get a j))) indices x)) by apply H.
  induction indices as [|i l IH]; intros x; cbn [fold_left]; [split; [lia|intros []]|].
  destruct (IH (Z.max x (Z.abs (get a i)))) as [H1 H2]. split; [lia|]. intros [->|I]; auto. lia.
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

Lemma largest_of_four_spec a i j : (i <= j < 4 + i)%nat -> get a j <= largest_of_four a i.
Proof.
  intros J. unfold largest_of_four. assert (E : j = i \/ j = (1 + i)%nat \/ j = (2 + i)%nat \/ j = (3 + i)%nat) by lia.
  destruct E as [->|[->|[->| ->]]]; lia.
Qed.

Lemma largest_of_pool_range a m count first g : 0 <= g -> (forall i, Z.abs (get a i) <= g) -> Z.abs (largest_of_pool a m count first) <= g.
Proof.
  intros G B. unfold largest_of_pool. destruct (Nat.ltb first m); [|simpl; lia]. generalize (seq (S first) (count - 1)), (get a first), (B first).
  induction l as [|i l IH]; intros x X; cbn [fold_left]; auto. apply IH. assert (Q := B i). destruct (Nat.ltb i m); lia.
Qed.

Lemma tops_range m a g : 0 <= g -> (forall i, Z.abs (get a i) <= g) -> forall r, Z.abs (get (tops_of m a) r) <= g.
Proof.
  intros G B r. unfold tops_of. cbv zeta. set (k := (8 * pairs m)%nat). set (fours := build k _).
  assert (F : forall r, Z.abs (get fours r) <= g).
  { intros q. unfold fours. destruct (Nat.lt_ge_cases q k) as [L|L]; [rewrite get_build by exact L|rewrite get_beyond by exact L; simpl; exact G].
    destruct (Nat.ltb _ m); [|apply largest_of_pool_range; auto]. unfold largest_of_four.
    assert (B0 := B (4 * q)%nat). assert (B1 := B (1 + 4 * q)%nat). assert (B2 := B (2 + 4 * q)%nat). assert (B3 := B (3 + 4 * q)%nat). lia. }
  destruct (Nat.lt_ge_cases r (10 * pairs m)) as [L|L]; [rewrite get_build by exact L|rewrite get_beyond by exact L; simpl; exact G].
  destruct (Nat.ltb r k); auto. unfold largest_of_four. set (i := (4 * (r - k))%nat).
  assert (B0 := F i). assert (B1 := F (1 + i)%nat). assert (B2 := F (2 + i)%nat). assert (B3 := F (3 + i)%nat). lia.
Qed.

Lemma tops_fours m a r i : (r < 8 * pairs m)%nat -> (i < m)%nat -> (r * 4 <= i < r * 4 + 4)%nat -> get a i <= get (tops_of m a) r.
Proof.
  intros R I B. unfold tops_of. cbv zeta. rewrite get_build by lia. destruct (Nat.ltb_spec r (8 * pairs m)); [|lia].
  rewrite get_build by lia. destruct (Nat.ltb _ m); [apply largest_of_four_spec|apply largest_of_pool_spec]; lia.
Qed.

Lemma tops_sixteens m a r i : (r < 2 * pairs m)%nat -> (i < m)%nat -> (r * 16 <= i < r * 16 + 16)%nat ->
  get a i <= get (tops_of m a) (8 * pairs m + r).
Proof.
  intros R I B. set (q := (i / 4)%nat). assert (D := Nat.div_mod i 4 ltac:(discriminate)).
  assert (D2 := Nat.mod_upper_bound i 4 ltac:(discriminate)). fold q in D.
  eapply Z.le_trans; [apply (tops_fours m a q i); lia|]. unfold tops_of at 2. cbv zeta. rewrite get_build by lia.
  destruct (Nat.ltb_spec (8 * pairs m + r) (8 * pairs m)); [lia|].
  replace (4 * (8 * pairs m + r - 8 * pairs m))%nat with (4 * r)%nat by lia.
  eapply Z.le_trans; [|apply (largest_of_four_spec _ _ q); lia]. unfold tops_of. cbv zeta. rewrite !get_build by lia.
  destruct (Nat.ltb_spec q (8 * pairs m)); [|lia]. apply Z.le_refl.
Qed.

(** The bounds of a row are bounds. *)
Lemma row_pooled m a gmax n : 0 <= gmax -> (forall i, Z.abs (get a i) <= gmax) -> row n = pack a -> bounds n = bounds_of m a ->
  pooled (fun r => get (tops_of m r)) m gmax [n].
Proof.
  intros G B Er Eb n' [<-|[]]. rewrite Er, Eb. assert (T := tops_range m a gmax G B). repeat split.
  - intros q Q H. unfold bounds_of. cbv zeta. rewrite get_build by exact Q. unfold uadd, umul, in_lanes, pack.
    assert (T1 := T (2 * q)%nat). assert (T2 := T (S (2 * q))). revert T1 T2. generalize (get (tops_of m a) (2 * q)%nat).
    generalize (get (tops_of m a) (S (2 * q))). intros y x X Y. assert (W := wrap_lanes 0 y). unfold in_lanes in W. rewrite Z.add_0_l in W.
    rewrite W by (unfold lane, half in *; lia). apply wrap_lanes; unfold lane, half in *; lia.
  - exact T.
  - intros r i. apply tops_fours.
  - intros r i. apply tops_sixteens.
Qed.
