(** The fast Walsh-Hadamard transform of an array, stage by stage, and that it is the sum over signs. *)
From Coq Require Import ZArith List Bool Lia.
From Superproof Require Import Statement Codes Lists Arrays.
Import ListNotations.
Open Scope Z_scope.

(** (a, b) -> (a + b, a - b) at distance 2^h. *)
Definition stage (n h : nat) (x : arr) : arr :=
  let d := (2 ^ h)%nat in
  build n (fun j => if Nat.testbit j h then get x (j - d) - get x j else get x j + get x (j + d)).

(** Stages 0, ..., h - 1. *)
Fixpoint stages (n h : nat) (x : arr) : arr :=
  match h with O => x | S h' => stage n h' (stages n h' x) end.

(** Stages h and h + 1 at once. *)
Definition two_stages (n h : nat) (x : arr) : arr :=
  let d := (2 ^ h)%nat in
  let once j := if Nat.testbit j h then get x (j - d) - get x j else get x j + get x (j + d) in
  let e := (2 * d)%nat in
  build n (fun j => if Nat.testbit j (S h) then once (j - e)%nat - once j else once j + once (j + e)%nat).

Fixpoint stages_by_twos (n h : nat) (x : arr) : arr :=
  match h with O => x | S O => stage n 0 x | S (S h') => two_stages n h' (stages_by_twos n h' x) end.

(** Entry j is the sum over i of x_i * sign k i j. *)
Definition transform (k : nat) (x : arr) : arr := stages_by_twos (2 ^ k) k x.

Lemma odd_double n m : Nat.odd (n + 2 * m) = Nat.odd n.
Proof. apply Nat.odd_add_mul_2. Qed.

Lemma div2_double n m : Nat.div2 (n + 2 * m) = (Nat.div2 n + m)%nat.
Proof. rewrite !Nat.div2_div. replace (n + 2 * m)%nat with (n + m * 2)%nat by lia. apply Nat.div_add. lia. Qed.

Lemma sign_shift h : forall i j, sign h (i + 2 ^ h) j = sign h i j.
Proof.
  induction h; intros i j; auto. cbn [sign]. rewrite Nat.pow_succ_r', odd_double, div2_double, IHh. reflexivity.
Qed.

Lemma sign_symmetric h : forall i j, sign h i j = sign h j i.
Proof. induction h; intros i j; auto. cbn [sign]. rewrite IHh, andb_comm. reflexivity. Qed.

Lemma sign_high h : forall i j,
  sign (S h) i j = sign h i j * (if Nat.testbit i h && Nat.testbit j h then -1 else 1).
Proof.
  induction h; intros i j; [cbn [sign Nat.testbit]; destruct (Nat.odd i && Nat.odd j); reflexivity|].
  change (sign (S (S h)) i j) with
    ((if Nat.odd i && Nat.odd j then -1 else 1) * sign (S h) (Nat.div2 i) (Nat.div2 j)).
  rewrite IHh. cbn [sign Nat.testbit]. lia.
Qed.

Lemma testbit_low h : forall i, (i < 2 ^ h)%nat -> Nat.testbit i h = false.
Proof.
  induction h; intros i H; [replace i with O by (simpl in H; lia); reflexivity|]. cbn [Nat.testbit]. apply IHh.
  rewrite Nat.pow_succ_r' in H. rewrite Nat.div2_div. apply Nat.div_lt_upper_bound; lia.
Qed.

Lemma testbit_high h : forall i, Nat.testbit (i + 2 ^ h) h = negb (Nat.testbit i h).
Proof.
  induction h; intros i.
  - cbn [Nat.testbit Nat.pow]. rewrite Nat.add_1_r, Nat.odd_succ, <- Nat.negb_odd. reflexivity.
  - cbn [Nat.testbit]. rewrite Nat.pow_succ_r', div2_double. apply IHh.
Qed.

Lemma sumf_seq_shift f n : forall d, sumf f (seq d n) = sumf (fun i => f (i + d)%nat) (seq 0 n).
Proof.
  intros d. replace (seq d n) with (map (fun i => (i + d)%nat) (seq 0 n)); [apply sumf_map|].
  revert d; induction n; intros d; auto. cbn [seq map]. f_equal. rewrite <- (IHn (S d)), <- seq_shift, map_map.
  apply map_ext. intros; lia.
Qed.

Lemma sumf_seq_double f d : sumf f (seq 0 (2 * d)) = sumf (fun i => f i + f (i + d)%nat) (seq 0 d).
Proof.
  replace (2 * d)%nat with (d + d)%nat by lia. rewrite seq_app, sumf_app, sumf_plus. f_equal. apply sumf_seq_shift.
Qed.

(** The part of the sum that the stages below h have done, for entry j with block number q of size 2^h. *)
Lemma stages_spec k x h : (h <= k)%nat -> forall q r, (r < 2 ^ h)%nat -> (2 ^ h * q + r < 2 ^ k)%nat ->
  get (stages (2 ^ k) h x) (2 ^ h * q + r)
  = sumf (fun i => get x (2 ^ h * q + i) * sign h i r) (seq 0 (2 ^ h)).
Proof.
  induction h; intros K q r R Q.
  - simpl in R. replace r with O by lia. cbn [stages Nat.pow seq sumf sign]. lia.
  - rewrite Nat.pow_succ_r' in *. set (d := (2 ^ h)%nat) in *.
    assert (Kd : (2 * d <= 2 ^ k)%nat).
    { unfold d. rewrite <- Nat.pow_succ_r'. apply Nat.pow_le_mono_r; lia. }
    assert (Kb : (2 * d * q + 2 * d <= 2 ^ k)%nat).
    { assert (E : exists e, (2 ^ k = 2 * d * e)%nat).
      { exists (2 ^ (k - S h))%nat. unfold d. rewrite <- Nat.pow_succ_r', <- Nat.pow_add_r. f_equal. lia. }
      destruct E as [e E]. rewrite E in *. assert (q < e)%nat by nia. nia. }
    cbn [stages]. unfold stage. fold d. rewrite get_build by lia.
    assert (Rl : forall i s, sign h i (s + d) = sign h i s).
    { intros i s. rewrite sign_symmetric. unfold d. rewrite sign_shift. apply sign_symmetric. }
    assert (T : forall s, (s < d)%nat -> Nat.testbit (2 * d * q + s) h = false).
    { intros s Sd. unfold d. rewrite <- (testbit_low h s Sd) at 1.
      replace (2 * 2 ^ h * q + s)%nat with (s + q * 2 ^ (S h))%nat by (rewrite Nat.pow_succ_r'; lia).
      clear. revert s q. induction h; intros s q.
      - cbn [Nat.testbit]. rewrite Nat.pow_1_r. replace (q * 2)%nat with (2 * q)%nat by lia. apply odd_double.
      - cbn [Nat.testbit]. rewrite Nat.pow_succ_r'. replace (s + q * (2 * 2 ^ S h))%nat with (s + 2 * (q * 2 ^ S h))%nat by lia.
        rewrite div2_double. apply IHh. }
    assert (Sh : forall i s, sign h (i + d) s = sign h i s) by (intros; apply sign_shift).
    assert (Th : forall i, Nat.testbit (i + d) h = negb (Nat.testbit i h)) by (intros; apply testbit_high).
    rewrite sumf_seq_double.
    destruct (Nat.lt_ge_cases r d) as [L|L].
    + rewrite T by auto.
      replace (2 * d * q + r)%nat with (d * (2 * q) + r)%nat by lia.
      replace (d * (2 * q) + r + d)%nat with (d * (2 * q + 1) + r)%nat by lia.
      rewrite !IHh by lia. rewrite <- sumf_plus. apply sumf_ext_in. intros i I. apply in_seq in I.
      rewrite !sign_high, Th, (testbit_low h i), (testbit_low h r), Sh by (fold d; lia).
      replace (2 * d * q + (i + d))%nat with (d * (2 * q + 1) + i)%nat by lia.
      replace (2 * d * q + i)%nat with (d * (2 * q) + i)%nat by lia. cbn [andb negb]. lia.
    + set (s := (r - d)%nat). replace r with (s + d)%nat by lia. assert (Ls : (s < d)%nat) by lia.
      replace (2 * d * q + (s + d))%nat with (2 * d * q + s + d)%nat by lia. rewrite Th, T by auto. cbn [negb].
      replace (2 * d * q + s + d - d)%nat with (d * (2 * q) + s)%nat by lia.
      replace (2 * d * q + s + d)%nat with (d * (2 * q + 1) + s)%nat by lia.
      rewrite !IHh by lia.
      match goal with |- ?a - ?b = _ => replace (a - b) with (a + -1 * b) by lia end.
      rewrite <- sumf_scale, <- sumf_plus. apply sumf_ext_in. intros i I. apply in_seq in I.
      rewrite !sign_high, !Th, (testbit_low h i), (testbit_low h s), Sh, !Rl by (fold d; lia).
      replace (2 * d * q + (i + d))%nat with (d * (2 * q + 1) + i)%nat by lia.
      replace (2 * d * q + i)%nat with (d * (2 * q) + i)%nat by lia. cbn [andb negb]. lia.
Qed.

Lemma room k : forall h j, (h < k)%nat -> (j < 2 ^ k)%nat -> Nat.testbit j h = false -> (j + 2 ^ h < 2 ^ k)%nat.
Proof.
  induction k; intros h j H J B; [lia|]. rewrite Nat.pow_succ_r' in *. assert (D := Nat.div2_odd j).
  destruct h.
  - cbn [Nat.testbit Nat.pow] in *. rewrite B in D. cbn [Nat.b2n] in D. lia.
  - cbn [Nat.testbit] in B. apply IHk in B; [|lia|]; rewrite ?Nat.pow_succ_r'; destruct (Nat.odd j); cbn [Nat.b2n] in D; lia.
Qed.

Lemma two_stages_spec k h x : (S h < k)%nat -> two_stages (2 ^ k) h x = stage (2 ^ k) (S h) (stage (2 ^ k) h x).
Proof.
  intros K. unfold two_stages, stage, build at 1 2. apply map_ext_in. intros j J. apply in_seq in J.
  rewrite Nat.pow_succ_r'. destruct (Nat.testbit j (S h)) eqn:B.
  - rewrite !get_build by lia. reflexivity.
  - assert (R := room k (S h) j K ltac:(lia) B). rewrite Nat.pow_succ_r' in R. rewrite !get_build by lia. reflexivity.
Qed.

Lemma stages_by_twos_spec k x h : ((h <= k)%nat -> stages_by_twos (2 ^ k) h x = stages (2 ^ k) h x) /\
  ((S h <= k)%nat -> stages_by_twos (2 ^ k) (S h) x = stages (2 ^ k) (S h) x).
Proof.
  induction h as [|h [I1 I2]]; split; intros H; try reflexivity; [auto|].
  change (stages_by_twos (2 ^ k) (S (S h)) x) with (two_stages (2 ^ k) h (stages_by_twos (2 ^ k) h x)).
  rewrite I1, two_stages_spec by lia. reflexivity.
Qed.

Theorem transform_spec k x j : (j < 2 ^ k)%nat ->
  get (transform k x) j = sumf (fun i => get x i * sign k i j) (seq 0 (2 ^ k)).
Proof.
  intros J. unfold transform. rewrite (proj1 (stages_by_twos_spec k x k)) by lia.
  assert (H := stages_spec k x k (le_n k) 0 j J). rewrite Nat.mul_0_r in H. apply H. exact J.
Qed.
