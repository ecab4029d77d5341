(** Layers whose values are 0 and 1: a layer of weights behind which x -> ReLU(1 - x) makes bits of sums, and what such
    a pair of layers makes of the bits before it, or of one less them. *)
From Coq Require Import ZArith List Bool Lia.
From Superproof Require Import Statement Codes Lists Branch Multiplicity.
Import ListNotations.
Open Scope Z_scope.

(** 1 where the sum is positive. *)
Definition positive_sum (z : Z) : Z := unit_if (1 <=? z).

Definition flip (c : vector) : vector := map (fun a => 1 - a) c.

(** What a level is handed, and hands on: the sum of words, bits, or one less the bits. A level that is handed bits makes
    1 where its sums are not positive. *)
Inductive handed := Words | Complements | Bits.

(** Row and bias for the bits themselves: the bit is 1 where their sum is positive. *)
Definition row_for (h : handed) (inverted : bool) (u : vector) (b : Z) : vector * Z :=
  if inverted then (map Z.opp u, 1 - b)
  else match h with Complements => (map Z.opp u, b + fold_left Z.add u 0) | _ => (u, b) end.

(** Row i of minus the identity matrix. *)
Fixpoint minus_unit (i : nat) (row : vector) {struct row} : bool :=
  match row with
  | [] => false
  | a :: row' => match i with O => (a =? -1) && forallb (Z.eqb 0) row' | S i' => (a =? 0) && minus_unit i' row' end
  end.
Fixpoint minus_identity (i : nat) (M : matrix) : bool :=
  match M with [] => true | row :: M' => minus_unit i row && minus_identity (S i) M' end.

(** The layer x -> ReLU(1 - x) on k neurons. *)
Definition is_not (k : nat) (l : layer) : bool :=
  Nat.eqb (length (weights l)) k && all_of_length k (weights l) && minus_identity 0 (weights l)
  && Nat.eqb (length (bias l)) k && forallb (Z.eqb 1) (bias l).

(* ---------------------------------------------------------------- lemmas *)

Lemma dot_opp u : forall x, dot (map Z.opp u) x = - dot u x.
Proof. induction u as [|a u IH]; intros [|b x]; cbn [map dot]; auto. rewrite IH. lia. Qed.

Lemma dot_flip u : forall c, length c = length u -> dot u (flip c) = fold_left Z.add u 0 - dot u c.
Proof.
  enough (H : forall c s, length c = length u -> s + dot u (flip c) = fold_left Z.add u s - dot u c)
    by (intros c L; specialize (H c 0 L); lia).
  induction u as [|a u IH]; intros [|b c] s L; try discriminate; cbn [flip map dot fold_left]; [lia|].
  specialize (IH c (s + a) ltac:(injection L; auto)). unfold flip in IH. lia.
Qed.

Lemma dot_zero_row row : forall x, forallb (Z.eqb 0) row = true -> dot row x = 0.
Proof.
  induction row as [|a row IH]; intros [|b x] H; auto. cbn [forallb dot] in *. apply andb_prop in H as [H1 H2].
  apply Z.eqb_eq in H1. rewrite IH by exact H2. subst. lia.
Qed.

Lemma minus_unit_dot row : forall i x, length x = length row -> minus_unit i row = true -> dot row x = - nth i x 0.
Proof.
  induction row as [|a row IH]; intros i [|b x] L H; try discriminate. cbn [minus_unit dot] in *. destruct i as [|i];
    apply andb_prop in H as [H1 H2]; apply Z.eqb_eq in H1; subst; cbn [nth].
  - rewrite dot_zero_row by exact H2. lia.
  - rewrite (IH i x) by (auto; injection L; auto). lia.
Qed.

Lemma minus_identity_product M : forall i x, (i + length M = length x)%nat -> all_of_length (length x) M = true ->
  minus_identity i M = true -> product M x = map Z.opp (skipn i x).
Proof.
  induction M as [|row M IH]; intros i x L A H; cbn [product map length] in *.
  - rewrite skipn_all2 by lia. reflexivity.
  - unfold all_of_length in A. cbn [forallb] in A. apply andb_prop in A as [A1 A2]. apply Nat.eqb_eq in A1.
    cbn [minus_identity] in H. apply andb_prop in H as [H1 H2].
    rewrite (minus_unit_dot row i x) by auto. fold (product M x). rewrite (IH (S i) x) by (auto; lia).
    assert (E : skipn i x = nth i x 0 :: skipn (S i) x).
    { assert (K : (i < length x)%nat) by lia. clear - K. revert x K; induction i; intros [|b x] K; cbn [length] in K; try lia; auto.
      cbn [skipn nth]. apply IHi. lia. }
    rewrite E. reflexivity.
Qed.

Lemma step_not k l x : is_not k l = true -> length x = k -> step x l = map (fun a => relu (1 - a)) x.
Proof.
  unfold is_not. rewrite !andb_true_iff, !Nat.eqb_eq. intros ((((L & A) & M) & Lb) & B) K. unfold step.
  rewrite (minus_identity_product _ 0) by (auto; rewrite ?K; auto; lia). cbn [skipn].
  assert (E : forall b x, length b = length x -> forallb (Z.eqb 1) b = true ->
    map relu (add (map Z.opp x) b) = map (fun a => relu (1 - a)) x).
  { clear. induction b as [|c b IH]; intros [|a x] L H; try discriminate; auto. cbn [forallb map add] in *.
    apply andb_prop in H as [H1 H2]. apply Z.eqb_eq in H1. subst. f_equal; [f_equal; lia|]. apply IH; auto. }
  apply E; auto. congruence.
Qed.

(** Behind the second layer stand the bits, or one less them. *)
Definition handed_on (inverted : bool) (c : vector) : vector := if inverted then c else flip c.
Definition taken_in (h : handed) (c : vector) : vector := match h with Complements => flip c | _ => c end.

Lemma row_for_bit h inverted u b c : length c = length u -> (inverted = true -> h <> Complements) ->
  let r := row_for h inverted u b in let z := dot u (taken_in h c) + b in
  relu (1 - relu z) = if inverted then positive_sum (dot (fst r) c + snd r) else 1 - positive_sum (dot (fst r) c + snd r).
Proof.
  intros L H. cbv zeta. unfold row_for, positive_sum, relu, unit_if. destruct inverted; [|destruct h]; cbn [fst snd taken_in].
  - destruct h; try (specialize (H eq_refl); congruence); cbn [taken_in]; rewrite dot_opp;
      destruct (Z.leb_spec 1 (- dot u c + (1 - b))); lia.
  - destruct (Z.leb_spec 1 (dot u c + b)); lia.
  - rewrite dot_opp, dot_flip by exact L. destruct (Z.leb_spec 1 (- dot u c + (b + fold_left Z.add u 0))); lia.
  - destruct (Z.leb_spec 1 (dot u c + b)); lia.
Qed.

(** The two layers of a level, on the bits or words before it. *)
Lemma level_step h inverted l l2 c k : is_not (length (bias l)) l2 = true -> length c = k -> all_of_length k (weights l) = true ->
  length (weights l) = length (bias l) -> (inverted = true -> h <> Complements) ->
  step (step (taken_in h c) l) l2
  = handed_on inverted (map (fun ub => let r := row_for h inverted (fst ub) (snd ub) in positive_sum (dot (fst r) c + snd r))
      (combine (weights l) (bias l))).
Proof.
  intros N L A W H. assert (Len : length (step (taken_in h c) l) = length (bias l)) by (apply length_step; congruence).
  rewrite (step_not _ _ _ N) by exact Len. unfold step. rewrite map_map.
  assert (G : forall M b, all_of_length k M = true -> length M = length b ->
    map (fun z => relu (1 - relu z)) (add (product M (taken_in h c)) b)
    = handed_on inverted (map (fun ub => let r := row_for h inverted (fst ub) (snd ub) in positive_sum (dot (fst r) c + snd r))
        (combine M b))); [|apply G; auto].
  clear Len A W N. induction M as [|u M IH]; intros [|b bs] A W; try discriminate; [destruct inverted; reflexivity|].
  unfold all_of_length in A. cbn [forallb] in A. apply andb_prop in A as [A1 A2]. apply Nat.eqb_eq in A1.
  cbn [product map add combine]. fold (product M (taken_in h c)). rewrite IH by (auto; injection W; auto). cbn [fst snd].
  assert (R := row_for_bit h inverted u b c ltac:(congruence) H). cbv zeta in R.
  unfold handed_on in *. destruct inverted; cbn [flip map]; f_equal; exact R.
Qed.

Lemma is_not_chained n l layers k : is_not n l = true -> chained n layers k = true -> chained n (l :: layers) k = true.
Proof.
  unfold is_not. rewrite !andb_true_iff, !Nat.eqb_eq. intros ((((L & A) & _) & B) & _) C. cbn [chained].
  rewrite A, B, L, Nat.eqb_refl. exact C.
Qed.
