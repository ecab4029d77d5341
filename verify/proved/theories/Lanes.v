(** Two sums in one integer of 63 bits: what wraps, and where nothing does; ReLU of both at once. *)
From Coq Require Import ZArith List Bool Lia.
From Superproof Require Import Statement Lists Arrays Channels.
Import ListNotations.
Open Scope Z_scope.

Definition least : Z := -4611686018427387904.         (* - 2^62 *)
Definition most : Z := 4611686018427387903.           (* 2^62 - 1 *)
Definition wrap (z : Z) : Z := if (least <=? z) && (z <=? most) then z else (z - least) mod 2 ^ 63 + least.
Definition uadd (a b : Z) : Z := wrap (a + b).
Definition umul (a b : Z) : Z := wrap (a * b).
Definition urelu (a : Z) : Z := Z.max 0 a.

(** Two integers in one: the first in the lowest 31 bits. Either is below [half] in absolute value. *)
Definition lane : Z := 2147483648.                    (* 2^31 *)
Definition half : Z := 1073741824.                    (* 2^30 *)
Definition units : Z := 2147483649.                   (* a one in either lane *)
Definition in_lanes (a b : Z) : Z := a + lane * b.
Definition first_lane (x : Z) : Z := Z.land x 2147483647.
Definition second_lane (x : Z) : Z := Z.shiftr x 31.

(** Both positive parts, of integers to which [half] was added: a lane is kept where its highest bit says so. *)
Definition relu_lanes (t : Z) : Z := Z.land t (umul (Z.land (Z.shiftr t 30) units) 1073741823).

(** A neuron, its sum so far in both lanes. *)
Record wide := Wide { weight : Z; base : Z; tops : arr }.
Definition wide_of (n : neuron) : wide := Wide (w n) ((p n + half) * units) (bounds n).

(** sum of w * relu (s * bound + p), in both lanes. *)
Fixpoint upper_lanes (s : Z) (q : nat) (ch : list wide) (acc : Z) : Z :=
  match ch with
  | [] => acc
  | n :: ch' =>
      upper_lanes s q ch' (uadd acc (umul (weight n) (relu_lanes (uadd (umul s (get (tops n) q)) (base n)))))
  end.

(* ---------------------------------------------------------------- lemmas *)

Lemma wrap_id z : - 2 ^ 62 <= z < 2 ^ 62 -> wrap z = z.
Proof.
  intros H. change (2 ^ 62) with 4611686018427387904 in H. unfold wrap. change least with (-4611686018427387904).
  change most with 4611686018427387903. destruct (Z.leb_spec (-4611686018427387904) z), (Z.leb_spec z 4611686018427387903);
    cbn [andb]; lia.
Qed.

Lemma lanes_apart a b : 0 <= a < lane -> first_lane (in_lanes a b) = a /\ second_lane (in_lanes a b) = b.
Proof.
  unfold first_lane, second_lane, in_lanes, lane. intros H. split.
  - change 2147483647 with (Z.ones 31). rewrite Z.land_ones by lia. change (2 ^ 31) with 2147483648.
    rewrite (Z.mul_comm _ b), Z.mod_add, Z.mod_small; lia.
  - rewrite Z.shiftr_div_pow2 by lia. change (2 ^ 31) with 2147483648. rewrite (Z.mul_comm _ b), Z.div_add, Z.div_small; lia.
Qed.

Lemma land_lanes a b c d : 0 <= a < lane -> 0 <= c < lane ->
  Z.land (in_lanes a b) (in_lanes c d) = in_lanes (Z.land a c) (Z.land b d).
Proof.
  intros A C. destruct (lanes_apart a b A) as [A1 A2]. destruct (lanes_apart c d C) as [C1 C2].
  assert (R : forall x, x = in_lanes (first_lane x) (second_lane x)).
  { intros x. unfold in_lanes, first_lane, second_lane, lane. change 2147483647 with (Z.ones 31).
    rewrite Z.land_ones, Z.shiftr_div_pow2 by lia. change (2 ^ 31) with 2147483648.
    rewrite (Z.div_mod x 2147483648) at 1 by lia. lia. }
  rewrite (R (Z.land _ _)). f_equal.
  - rewrite <- A1 at 2. rewrite <- C1 at 2. unfold first_lane. rewrite <- !Z.land_assoc. f_equal.
    rewrite (Z.land_comm 2147483647), <- Z.land_assoc. reflexivity.
  - unfold second_lane in *. rewrite Z.shiftr_land, A2, C2. reflexivity.
Qed.

(** One lane: the highest bit is set where x is not negative. *)
Lemma relu_lane x : - half <= x < half -> let bit := (x + half) / half in
  0 <= bit <= 1 /\ Z.land (x + half) (1073741823 * bit) = relu x.
Proof.
  unfold half, relu. intros H. cbv zeta. destruct (Z.le_gt_cases 0 x) as [L|L].
  - assert (E : (x + 1073741824) / 1073741824 = 1) by (symmetry; apply (Z.div_unique _ _ _ x); lia). rewrite E. split; [lia|].
    rewrite Z.mul_1_r, Z.max_r by lia. change 1073741823 with (Z.ones 30). rewrite Z.land_ones by lia.
    change (2 ^ 30) with 1073741824. symmetry. apply (Z.mod_unique _ _ 1); lia.
  - rewrite Z.div_small, Z.mul_0_r, Z.land_0_r, Z.max_l; lia.
Qed.

Lemma relu_lanes_spec x y : - half <= x < half -> - half <= y < half ->
  relu_lanes (in_lanes (x + half) (y + half)) = in_lanes (relu x) (relu y).
Proof.
  intros X Y. destruct (relu_lane x X) as [Bx Rx]. destruct (relu_lane y Y) as [By Ry].
  set (bx := (x + half) / half) in *. set (b := (y + half) / half) in *. unfold relu_lanes.
  assert (Q : Z.land (Z.shiftr (in_lanes (x + half) (y + half)) 30) units = in_lanes bx b).
  { rewrite Z.shiftr_div_pow2 by lia. change (2 ^ 30) with half.
    assert (E : in_lanes (x + half) (y + half) / half = in_lanes (bx + 2 * ((y + half) mod half)) b).
    { unfold in_lanes. assert (D : y + half = half * b + (y + half) mod half) by (apply Z.div_mod; unfold half; lia).
      unfold bx. rewrite <- Z.div_add by (unfold half; lia).
      assert (L : x + half + lane * (y + half) = x + half + 2 * ((y + half) mod half) * half + lane * b * half).
      { rewrite D at 1. unfold lane, half. lia. }
      rewrite L. apply Z.div_add. unfold half. lia. }
    rewrite E. assert (M := Z.mod_pos_bound (y + half) half ltac:(unfold half; lia)).
    change units with (in_lanes 1 1). rewrite land_lanes by (unfold lane, half in *; lia). f_equal.
    - change 1 with (Z.ones 1) at 1. rewrite Z.land_ones by lia. change (2 ^ 1) with 2.
      rewrite (Z.mul_comm 2), Z.mod_add by lia. apply Z.mod_small. lia.
    - change 1 with (Z.ones 1) at 1. rewrite Z.land_ones by lia. apply Z.mod_small. lia. }
  rewrite Q. unfold umul. rewrite wrap_id by (unfold in_lanes, lane; lia).
  replace (in_lanes bx b * 1073741823) with (in_lanes (1073741823 * bx) (1073741823 * b)) by (unfold in_lanes; lia).
  rewrite land_lanes by (unfold lane, half in *; lia). rewrite Rx, Ry. reflexivity.
Qed.

(** A bound on all partial sums, given that entries and bounds are at most [gmax] in absolute value. *)
Fixpoint reach (s gmax : Z) (ch : list neuron) : Z :=
  match ch with [] => 0 | n :: ch' => w n * (s * gmax + Z.abs (p n)) + reach s gmax ch' end.

(** What [upper_lanes] is in a lane. *)
Definition upper_of (s : Z) (ch : list neuron) (top : neuron -> Z) : Z := sumf (fun n => w n * relu (s * top n + p n)) ch.

Lemma wrap_lanes a b : - half <= a < lane -> - half <= b < lane -> wrap (in_lanes a b) = in_lanes a b.
Proof. unfold in_lanes, half, lane. intros A B. apply wrap_id. change (2 ^ 62) with 4611686018427387904. lia. Qed.

Lemma term_bounds w s x p g : 1 <= w -> 0 <= s -> Z.abs x <= g ->
  Z.abs (s * x) <= s * g /\ s * g + Z.abs p <= w * (s * g + Z.abs p) /\ 0 <= w * relu (s * x + p) <= w * (s * g + Z.abs p).
Proof.
  intros W S0 X. assert (P : Z.abs (s * x) <= s * g).
  { rewrite Z.abs_mul, (Z.abs_eq s) by exact S0. apply Z.mul_le_mono_nonneg_l; auto. }
  assert (R : 0 <= relu (s * x + p) <= s * g + Z.abs p) by (unfold relu; lia). repeat split; auto.
  - clear - W R. nia.
  - apply Z.mul_nonneg_nonneg; lia.
  - apply Z.mul_le_mono_nonneg_l; lia.
Qed.

Lemma upper_lanes_spec s gmax q one two ch : 0 <= s ->
  (forall n, In n ch -> 1 <= w n /\ get (bounds n) q = in_lanes (one n) (two n) /\ Z.abs (one n) <= gmax /\ Z.abs (two n) <= gmax) ->
  0 <= upper_of s ch one <= reach s gmax ch /\ 0 <= upper_of s ch two <= reach s gmax ch /\
  forall a b, 0 <= a -> 0 <= b -> a + reach s gmax ch < half -> b + reach s gmax ch < half ->
  upper_lanes s q (map wide_of ch) (in_lanes a b)
    = in_lanes (a + upper_of s ch one) (b + upper_of s ch two).
Proof.
  intros S0. unfold upper_of. induction ch as [|n ch IH]; intros H.
  - cbn [map upper_lanes sumf reach]. repeat split; try lia. intros. rewrite !Z.add_0_r. reflexivity.
  - destruct (H _ (or_introl eq_refl)) as (W & E & G1 & G2). cbn [fst snd] in *.
    destruct (IH (fun n I => H n (or_intror I))) as (I1 & I2 & I3). clear IH H. cbn [map upper_lanes sumf reach] in *.
    cbn [wide_of weight base tops]. rewrite E. clear E.
    destruct (term_bounds (w n) s (one n) (p n) gmax W S0 G1) as (X & C & U).
    destruct (term_bounds (w n) s (two n) (p n) gmax W S0 G2) as (Y & _ & V).
    revert W I1 I2 I3 X Y C U V. generalize (one n) as x, (two n) as y, (s * gmax) as g, (w n) as w, (p n) as p.
    generalize (reach s gmax ch) as r.
    generalize (sumf (fun n => w n * relu (s * one n + p n)) ch) as f1.
    generalize (sumf (fun n => w n * relu (s * two n + p n)) ch) as f2.
    clear G1 G2. intros f2 f1 r x y g w p W I1 I2 I3 X Y C U V. split; [lia|]. split; [lia|]. intros a b A B Ra Rb.
    assert (Q : 0 <= r) by (clear - I1; lia).
    assert (T : uadd (umul s (in_lanes x y)) ((p + half) * units) = in_lanes (s * x + p + half) (s * y + p + half)).
    { clear I1 I2 I3 U V. unfold umul. replace (s * in_lanes x y) with (in_lanes (s * x) (s * y)) by (unfold in_lanes; ring).
      revert X Y. generalize (s * x), (s * y). intros sx sy X Y.
      rewrite wrap_lanes by (unfold half, lane in *; lia). unfold uadd.
      replace (in_lanes sx sy + (p + half) * units) with (in_lanes (sx + p + half) (sy + p + half)) by (unfold in_lanes, units, lane; ring).
      apply wrap_lanes; unfold half, lane in *; lia. }
    rewrite T. clear T. rewrite relu_lanes_spec by (clear I3 U V; lia).
    assert (M : uadd (in_lanes a b) (umul w (in_lanes (relu (s * x + p)) (relu (s * y + p))))
      = in_lanes (a + w * relu (s * x + p)) (b + w * relu (s * y + p))).
    { clear I3 X Y. unfold umul. replace (w * in_lanes (relu (s * x + p)) (relu (s * y + p)))
        with (in_lanes (w * relu (s * x + p)) (w * relu (s * y + p))) by (unfold in_lanes; ring).
      revert U V C Ra Rb. generalize (w * relu (s * x + p)), (w * relu (s * y + p)), (w * (g + Z.abs p)), (g + Z.abs p).
      intros u v c c' U V C Ra Rb. rewrite wrap_lanes by (unfold half, lane in *; lia). unfold uadd.
      replace (in_lanes a b + in_lanes u v) with (in_lanes (a + u) (b + v)) by (unfold in_lanes; ring).
      apply wrap_lanes; unfold half, lane in *; lia. }
    rewrite M. clear M. rewrite I3 by (clear I3; lia). f_equal; ring.
Qed.
