(** One block of SHA-256 in variables instead of lists, by 63-bit integers that may wrap. *)
From Coq Require Import ZArith List Bool Lia.
From Superproof Require Import Hashes Lanes.
Import ListNotations.
Open Scope Z_scope.

(** A word of 32 bits twice in one integer: shifted, its lowest 32 bits are those of the word rotated. *)
Definition twice (x : Z) : Z := umul x 4294967297.
Definition fast_big0 (x : Z) : Z := let y := twice x in Z.land (xor3 (Z.shiftr y 2) (Z.shiftr y 13) (Z.shiftr y 22)) mask.
Definition fast_big1 (x : Z) : Z := let y := twice x in Z.land (xor3 (Z.shiftr y 6) (Z.shiftr y 11) (Z.shiftr y 25)) mask.
Definition fast_small0 (x : Z) : Z := let y := twice x in Z.land (xor3 (Z.shiftr y 7) (Z.shiftr y 18) (Z.shiftr x 3)) mask.
Definition fast_small1 (x : Z) : Z := let y := twice x in Z.land (xor3 (Z.shiftr y 17) (Z.shiftr y 19) (Z.shiftr x 10)) mask.

Fixpoint rounds (ks : list Z) (a b c d e f g h w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11 w12 w13 w14 w15 : Z) : list Z :=
  match ks with
  | [] => [a; b; c; d; e; f; g; h]
  | k :: ks' =>
      let t1 := uadd (uadd (uadd (uadd h (fast_big1 e)) (ch e f g)) k) w0 in
      let t2 := uadd (fast_big0 a) (maj a b c) in
      rounds ks' (Z.land (uadd t1 t2) mask) a b c (Z.land (uadd d t1) mask) e f g
        w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11 w12 w13 w14 w15
        (Z.land (uadd (uadd (uadd (fast_small1 w14) w9) (fast_small0 w1)) w0) mask)
  end.

Definition is_word (x : Z) : bool := Z.land x mask =? x.

Definition compressed (H block : list Z) : list Z :=
  match H, block with
  | [a; b; c; d; e; f; g; h], [w0; w1; w2; w3; w4; w5; w6; w7; w8; w9; w10; w11; w12; w13; w14; w15] =>
      if forallb is_word H && forallb is_word block
      then map (fun ab => Z.land (fst ab + snd ab) mask)
             (combine H (rounds constants a b c d e f g h w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11 w12 w13 w14 w15))
      else compress H block
  | _, _ => compress H block
  end.

Definition small (x : Z) : Prop := 0 <= x < 2 ^ 32.

Lemma word_small x : is_word x = true <-> small x.
Proof.
  unfold is_word, small. rewrite Z.eqb_eq. change mask with (Z.ones 32). rewrite Z.land_ones by lia. split.
  - intros <-. apply Z.mod_pos_bound. lia.
  - intros H. apply Z.mod_small. exact H.
Qed.

Lemma masked_small x : small (Z.land x mask).
Proof. unfold small. change mask with (Z.ones 32). rewrite Z.land_ones by lia. apply Z.mod_pos_bound. lia. Qed.

(** What wraps has the same lowest bits. *)
Lemma wrap_mod z : exists q, wrap z = z + q * 2 ^ 63.
Proof.
  unfold wrap. destruct ((least <=? z) && (z <=? most)); [exists 0; lia|].
  exists (- ((z - least) / 2 ^ 63)). assert (D := Z.div_mod (z - least) (2 ^ 63) ltac:(lia)). lia.
Qed.

Lemma wrap_low z n : 0 <= n <= 31 -> Z.land (Z.shiftr (wrap z) n) mask = Z.land (Z.shiftr z n) mask.
Proof.
  intros N. destruct (wrap_mod z) as [q ->]. change mask with (Z.ones 32). rewrite !Z.land_ones, !Z.shiftr_div_pow2 by lia.
  assert (E : 2 ^ 63 = 2 ^ (31 - n) * 2 ^ 32 * 2 ^ n) by (rewrite <- !Z.pow_add_r by lia; f_equal; lia).
  rewrite E. replace (z + q * (2 ^ (31 - n) * 2 ^ 32 * 2 ^ n)) with (z + q * 2 ^ (31 - n) * 2 ^ 32 * 2 ^ n) by ring.
  rewrite Z.div_add by (apply Z.pow_nonzero; lia). apply Z.mod_add. lia.
Qed.

Lemma wrap_low_0 z : Z.land (wrap z) mask = Z.land z mask.
Proof. apply (wrap_low z 0). lia. Qed.

Lemma rotated n x : 0 < n <= 31 -> small x -> Z.land (Z.shiftr (twice x) n) mask = rotr n x.
Proof.
  intros N S. unfold twice, umul. rewrite wrap_low by lia. unfold rotr. apply Z.bits_inj'. intros i I.
  change mask with (Z.ones 32). rewrite Z.land_spec, Z.testbit_ones_nonneg, Z.lor_spec, !Z.shiftr_spec, Z.shiftl_spec by lia.
  assert (X : x * 4294967297 = x + Z.shiftl x 32) by (rewrite Z.shiftl_mul_pow2 by lia; change (2 ^ 32) with 4294967296; ring).
  assert (Lo : forall j, 32 <= j -> Z.testbit x j = false).
  { intros j J. destruct (Z.eq_dec x 0) as [->|X0]; [apply Z.bits_0|]. apply Z.bits_above_log2; [unfold small in S; lia|].
    apply Z.log2_lt_pow2; [unfold small in S; lia|]. unfold small in S. apply Z.lt_le_trans with (2 ^ 32); [lia|].
    apply Z.pow_le_mono_r; lia. }
  assert (Lx : x + Z.shiftl x 32 = Z.lor x (Z.shiftl x 32)).
  { assert (Apart : Z.land x (Z.shiftl x 32) = 0); [|rewrite <- Z.lxor_lor, Z.add_nocarry_lxor by exact Apart; reflexivity].
    apply Z.bits_inj'. intros j J. rewrite Z.land_spec, Z.bits_0, Z.shiftl_spec by lia.
    destruct (Z.lt_ge_cases j 32); [rewrite (Z.testbit_neg_r x (j - 32)) by lia; apply andb_false_r|rewrite Lo by lia; reflexivity]. }
  assert (O : Z.shiftl 1 n - 1 = Z.ones n) by (rewrite Z.shiftl_1_l, Z.ones_equiv; lia).
  rewrite X, Lx, Z.lor_spec, Z.shiftl_spec by lia. destruct (Z.ltb_spec i 32) as [L|L].
  - rewrite andb_true_r. f_equal. rewrite Z.land_spec. replace (i + n - 32) with (i - (32 - n)) by lia.
    rewrite O. destruct (Z.lt_ge_cases (i - (32 - n)) 0) as [K|K]; [rewrite !(Z.testbit_neg_r _ (i - (32 - n))) by lia; reflexivity|].
    rewrite Z.testbit_ones_nonneg by lia. replace (i - (32 - n) <? n) with true by (symmetry; apply Z.ltb_lt; lia).
    rewrite andb_true_r. reflexivity.
  - rewrite andb_false_r. rewrite (Lo (i + n)) by lia. cbn [orb]. rewrite Z.land_spec. symmetry. rewrite O, Z.testbit_ones_nonneg by lia. replace (i - (32 - n) <? n) with false by (symmetry; apply Z.ltb_ge; lia).
    apply andb_false_r.
Qed.

Lemma land_xor3 a b c : Z.land (xor3 a b c) mask = xor3 (Z.land a mask) (Z.land b mask) (Z.land c mask).
Proof.
  apply Z.bits_inj'. intros i _. unfold xor3. rewrite !Z.land_spec, !Z.lxor_spec, !Z.land_spec.
  destruct (Z.testbit a i), (Z.testbit b i), (Z.testbit c i), (Z.testbit mask i); reflexivity.
Qed.

Lemma shifted_small x n : 0 <= n -> small x -> Z.land (Z.shiftr x n) mask = Z.shiftr x n.
Proof.
  intros N S. apply Z.eqb_eq, word_small. unfold small in *. rewrite Z.shiftr_div_pow2 by lia. assert (0 < 2 ^ n) by (apply Z.pow_pos_nonneg; lia).
  split; [apply Z.div_pos; lia|]. apply Z.le_lt_trans with x; [|lia]. apply Z.div_le_upper_bound; nia.
Qed.

Lemma fast_words x : small x ->
  fast_big0 x = big0 x /\ fast_big1 x = big1 x /\ fast_small0 x = small0 x /\ fast_small1 x = small1 x.
Proof.
  intros S. unfold fast_big0, fast_big1, fast_small0, fast_small1, big0, big1, small0, small1. cbv zeta. rewrite !land_xor3.
  rewrite !rotated, !shifted_small by (auto; lia). auto.
Qed.

(** The lowest 32 bits of sums that wrap are those of the sums. *)
Lemma land_add a b c : Z.land a mask = Z.land b mask -> Z.land (uadd a c) mask = Z.land (b + c) mask.
Proof.
  intros E. unfold uadd. rewrite wrap_low_0. change mask with (Z.ones 32) in *. rewrite !Z.land_ones in * by lia.
  rewrite Z.add_mod, E, <- Z.add_mod by lia. reflexivity.
Qed.

Lemma land_add_r a b c : Z.land a mask = Z.land b mask -> Z.land (uadd c a) mask = Z.land (c + b) mask.
Proof. intros E. unfold uadd. rewrite Z.add_comm, (Z.add_comm c). apply land_add. exact E. Qed.

Lemma rounds_spec ks : forall a b c d e f g h w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11 w12 w13 w14 w15,
  Forall small [a; b; c; d; e; f; g; h] -> Forall small [w0; w1; w2; w3; w4; w5; w6; w7; w8; w9; w10; w11; w12; w13; w14; w15] ->
  rounds ks a b c d e f g h w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11 w12 w13 w14 w15
  = fst (fold_left round ks ([a; b; c; d; e; f; g; h], [w0; w1; w2; w3; w4; w5; w6; w7; w8; w9; w10; w11; w12; w13; w14; w15])).
Proof.
  induction ks as [|k ks IH]; intros a b c d e f g h w0 w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11 w12 w13 w14 w15 S W; [reflexivity|].
  repeat match goal with H : Forall small (_ :: _) |- _ => apply Forall_cons_iff in H; destruct H end.
  destruct (fast_words a ltac:(assumption)) as (A & _). destruct (fast_words e ltac:(assumption)) as (_ & E & _).
  destruct (fast_words w1 ltac:(assumption)) as (_ & _ & S0 & _). destruct (fast_words w14 ltac:(assumption)) as (_ & _ & _ & S1).
  cbn [rounds fold_left]. rewrite A, E, S0, S1. cbv zeta.
  set (t1 := uadd (uadd (uadd (uadd h (big1 e)) (ch e f g)) k) w0).
  assert (T1 : Z.land t1 mask = Z.land (h + big1 e + ch e f g + k + w0) mask) by (repeat apply land_add; reflexivity).
  assert (X : Z.land (uadd t1 (uadd (big0 a) (maj a b c))) mask = Z.land (h + big1 e + ch e f g + k + w0 + (big0 a + maj a b c)) mask).
  { rewrite (land_add_r _ (big0 a + maj a b c)) by (apply land_add; reflexivity). rewrite Z.add_comm.
    assert (L := land_add t1 (h + big1 e + ch e f g + k + w0) (big0 a + maj a b c) T1). unfold uadd in L. rewrite wrap_low_0 in L.
    rewrite Z.add_comm. exact L. }
  rewrite X, (land_add_r _ (h + big1 e + ch e f g + k + w0) d T1).
  rewrite (land_add _ (small1 w14 + w9 + small0 w1) w0) by (repeat apply land_add; reflexivity).
  rewrite IH; [reflexivity|repeat apply Forall_cons; auto using masked_small..].
Qed.

Lemma compressed_spec H b : compressed H b = compress H b.
Proof.
  unfold compressed, compress.
  do 8 (destruct H as [|? H]; [auto|]). destruct H; [|auto].
  do 16 (destruct b as [|? b]; [auto|]). destruct b; [|auto].
  destruct (forallb is_word _ && forallb is_word _) eqn:E; [|reflexivity]. apply andb_prop in E as [E1 E2].
  rewrite forallb_forall in E1, E2. rewrite rounds_spec; [reflexivity|..]; apply Forall_forall; intros x I; apply word_small; auto.
Qed.
