(** Channels: the neurons that an output reads with positive weight. Sums over slots that bound their scores. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Arrays.
Import ListNotations.
Open Scope Z_scope.

(** A neuron of an output's channel: its weight in the word, its sum over the members so far, its row of G = W A, and
    bounds of pools of the row's entries (see [Pools]). *)
Record neuron := Neuron { w : Z; p : Z; row : packed; bounds : arr }.

Definition join (j : nat) (ch : list neuron) : list neuron :=
  map (fun n => Neuron (w n) (p n + entry (row n) j) (row n) (bounds n)) ch.

(** sum of w * relu (s * G(e, j) + p). *)
Fixpoint upper (s : Z) (j : nat) (ch : list neuron) (acc : Z) : Z :=
  match ch with
  | [] => acc
  | n :: ch' =>
      let x := s * entry (row n) j + p n in
      upper s j ch' (if 0 <? x then acc + w n * x else acc)
  end.

(** sum of w * (s * G(e, j) + p) over the neurons with p > 0. *)
Fixpoint lower (s : Z) (j : nat) (ch : list neuron) (acc : Z) : Z :=
  match ch with
  | [] => acc
  | n :: ch' => lower s j ch' (if 0 <? p n then acc + w n * (s * entry (row n) j + p n) else acc)
  end.

(** sum of w * relu p: the score of the members alone. *)
Fixpoint own (ch : list neuron) (acc : Z) : Z :=
  match ch with
  | [] => acc
  | n :: ch' => own ch' (if 0 <? p n then acc + w n * p n else acc)
  end.

(* ---------------------------------------------------------------- scores *)

Definition gsum (r : packed) (R : list nat) : Z := sumf (entry r) R.
Definition score (ch : list neuron) (R : list nat) : Z := sumf (fun n => w n * relu (p n + gsum (row n) R)) ch.

Definition nonneg (ch : list neuron) : Prop := forall n, In n ch -> 0 <= w n.

Lemma score_join j ch R : score (join j ch) R = score ch (j :: R).
Proof.
  unfold score, join. induction ch as [|n ch IH]; simpl; auto.
  rewrite IH. unfold gsum. simpl. do 2 f_equal. f_equal. lia.
Qed.

Lemma score_perm ch R R' : Permutation R R' -> score ch R = score ch R'.
Proof. intros H. unfold score, gsum. apply sumf_ext. intros n. rewrite (sumf_perm _ _ _ H). reflexivity. Qed.

Lemma nonneg_join j ch : nonneg ch -> nonneg (join j ch).
Proof. intros H n I. apply in_map_iff in I as (n' & <- & I). simpl. auto. Qed.

Lemma upper_spec s j ch : forall acc, upper s j ch acc = acc + sumf (fun n => w n * relu (s * entry (row n) j + p n)) ch.
Proof.
  induction ch as [|n ch IH]; intros acc; simpl; [lia|].
  rewrite IH. unfold relu. destruct (Z.ltb_spec 0 (s * entry (row n) j + p n)).
  - rewrite Z.max_r by lia. lia.
  - rewrite Z.max_l by lia. lia.
Qed.

Lemma lower_spec s j ch : forall acc,
  lower s j ch acc = acc + sumf (fun n => w n * (if 0 <? p n then s * entry (row n) j + p n else 0)) ch.
Proof. induction ch as [|n ch IH]; intros acc; simpl; [lia|]. rewrite IH. destruct (0 <? p n); lia. Qed.

Lemma own_spec ch : forall acc, own ch acc = acc + sumf (fun n => w n * relu (p n)) ch.
Proof.
  induction ch as [|n ch IH]; intros acc; simpl; [lia|].
  rewrite IH. unfold relu. destruct (Z.ltb_spec 0 (p n)).
  - rewrite Z.max_r by lia. lia.
  - rewrite Z.max_l by lia. lia.
Qed.

(* ---------------------------------------------------------------- the inequalities *)

(** s relu(p + g_1 + ... + g_k) <= sum of relu(s g_i + p), empty slots having g = 0. *)
Lemma slots_above (s x : Z) (f : nat -> Z) R : 0 <= s -> Z.of_nat (length R) <= s ->
  s * relu (x + sumf f R) <= sumf (fun j => relu (s * f j + x)) R + (s - Z.of_nat (length R)) * relu x.
Proof.
  intros Hs Hl.
  assert (A : s * sumf f R + Z.of_nat (length R) * x <= sumf (fun j => relu (s * f j + x)) R).
  { clear Hl. induction R as [|j R IH]; cbn [sumf length]; [lia|]. rewrite Nat2Z.inj_succ. unfold relu in *. lia. }
  assert (B : 0 <= sumf (fun j => relu (s * f j + x)) R).
  { clear. induction R; cbn [sumf]; unfold relu in *; lia. }
  unfold relu at 1 3. destruct (Z.max_spec 0 (x + sumf f R)) as [[_ ->]|[_ ->]]; nia.
Qed.

(** ... and it is at least the sum of s g_i + p, and at least 0. *)
Lemma slots_below (s x : Z) (f : nat -> Z) R : 0 <= s -> Z.of_nat (length R) <= s ->
  sumf (fun j => if 0 <? x then s * f j + x else 0) R + (s - Z.of_nat (length R)) * relu x <= s * relu (x + sumf f R).
Proof.
  intros Hs Hl. unfold relu. destruct (Z.ltb_spec 0 x).
  - assert (A : sumf (fun j => s * f j + x) R = s * sumf f R + Z.of_nat (length R) * x).
    { clear. induction R as [|j R IH]; cbn [sumf length]; [lia|]. rewrite Nat2Z.inj_succ. lia. }
    rewrite A. rewrite (Z.max_r 0 x) by lia. nia.
  - rewrite sumf_zero, (Z.max_l 0 x) by lia. nia.
Qed.

Lemma score_above s ch R : nonneg ch -> (length R <= s)%nat ->
  Z.of_nat s * score ch R <=
  sumf (fun j => upper (Z.of_nat s) j ch 0) R + (Z.of_nat s - Z.of_nat (length R)) * own ch 0.
Proof.
  intros N L. unfold score.
  rewrite (sumf_ext (fun j => upper (Z.of_nat s) j ch 0)
    (fun j => sumf (fun n => w n * relu (Z.of_nat s * entry (row n) j + p n)) ch)) by (intros; rewrite upper_spec; lia).
  rewrite own_spec. induction ch as [|n ch IH]; cbn [sumf].
  - rewrite sumf_zero. lia.
  - rewrite sumf_plus, sumf_scale.
    assert (IH' := IH (fun x H => N x (or_intror H))).
    assert (W := N n (or_introl eq_refl)).
    assert (J := slots_above (Z.of_nat s) (p n) (entry (row n)) R (Nat2Z.is_nonneg s) ltac:(lia)).
    unfold gsum at 1. apply (Z.mul_le_mono_nonneg_l _ _ (w n)) in J; auto. lia.
Qed.

Lemma score_below s ch R : nonneg ch -> (length R <= s)%nat ->
  sumf (fun j => lower (Z.of_nat s) j ch 0) R + (Z.of_nat s - Z.of_nat (length R)) * own ch 0
  <= Z.of_nat s * score ch R.
Proof.
  intros N L. unfold score.
  rewrite (sumf_ext (fun j => lower (Z.of_nat s) j ch 0)
    (fun j => sumf (fun n => w n * (if 0 <? p n then Z.of_nat s * entry (row n) j + p n else 0)) ch))
    by (intros; rewrite lower_spec; lia).
  rewrite own_spec. induction ch as [|n ch IH]; cbn [sumf].
  - rewrite sumf_zero. lia.
  - rewrite sumf_plus, sumf_scale.
    assert (IH' := IH (fun x H => N x (or_intror H))).
    assert (W := N n (or_introl eq_refl)).
    assert (J := slots_below (Z.of_nat s) (p n) (entry (row n)) R (Nat2Z.is_nonneg s) ltac:(lia)).
    unfold gsum at 1. apply (Z.mul_le_mono_nonneg_l _ _ (w n)) in J; auto. lia.
Qed.
