(** What the counting bound says of networks themselves: where codes and threshold are public, weights and biases describe what
    a network computes, so that there are no more problems than ways to choose them. *)
From Coq Require Import ZArith Arith List Bool Lia.
From Superproof Require Import Statement Counting FunctionClasses.
Import ListNotations.
Open Scope nat_scope.

(** What of a network is public: both codes, the threshold, and how many neurons every layer has. *)
Record frame := Frame { input_of : code; output_of : code; threshold_of : Z; neurons_of_layers : list nat }.

Definition has_frame (n : network) (f : frame) : Prop :=
  input_code n = input_of f /\ output_code n = output_of f /\ threshold n = threshold_of f
  /\ map (fun l => length (weights l)) (layers n) = neurons_of_layers f.

(** All its other numbers: the weights and biases of every layer. *)
Definition stored (l : layer) : list Z := concat (weights l) ++ bias l.
Definition numbers (n : network) : list Z := flat_map stored (layers n).

(** How many these are: a layer of n neurons has n weights for each of its inputs, and n biases. *)
Fixpoint weights_and_biases (inputs : nat) (ns : list nat) : nat :=
  match ns with [] => 0 | n :: ns' => n * inputs + n + weights_and_biases n ns' end.
Definition how_many (f : frame) : nat := weights_and_biases (rows (input_of f)) (neurons_of_layers f).

(** Of b bits: as many values as that, from whichever on. *)
Definition of_bits (b : nat) (low z : Z) : Prop := (low <= z < low + 2 ^ Z.of_nat b)%Z.

(* ---------------------------------------------------------------- a network is its frame and its numbers *)

Lemma concat_of_length w M : all_of_length w M = true -> length (concat M) = length M * w.
Proof.
  unfold all_of_length. induction M as [|r M IH]; [reflexivity|]. cbn [forallb concat length]. rewrite andb_true_iff, Nat.eqb_eq.
  intros [R A]. rewrite app_length, IH, R by exact A. reflexivity.
Qed.

Lemma stored_many ls : forall w last, chained w ls last = true ->
  length (flat_map stored ls) = weights_and_biases w (map (fun l => length (weights l)) ls).
Proof.
  induction ls as [|l ls IH]; intros w last H; [reflexivity|]. cbn [chained] in H. rewrite !andb_true_iff, Nat.eqb_eq in H.
  destruct H as [[A B] C]. cbn [flat_map map weights_and_biases]. unfold stored at 1.
  rewrite !app_length, (concat_of_length w), (IH _ _ C), B by exact A. reflexivity.
Qed.

Lemma same_parts {X} (a a' b b' : list X) : length a = length a' -> a ++ b = a' ++ b' -> a = a' /\ b = b'.
Proof.
  revert a'. induction a as [|x a IH]; intros [|x' a'] L E; try discriminate; [auto|]. cbn in E. injection E as -> E.
  injection L as L. destruct (IH a' L E) as [-> ->]. auto.
Qed.

Lemma same_rows w M : forall M', all_of_length w M = true -> all_of_length w M' = true -> length M = length M' ->
  concat M = concat M' -> M = M'.
Proof.
  induction M as [|r M IH]; intros [|r' M'] A A' L E; try discriminate; auto.
  unfold all_of_length in *. cbn [forallb] in A, A'. rewrite !andb_true_iff, Nat.eqb_eq in A, A'. destruct A as [R A], A' as [R' A'].
  cbn [concat] in E. destruct (same_parts _ _ _ _ (eq_trans R (eq_sym R')) E) as [-> E']. f_equal. apply IH; auto.
Qed.

Lemma same_layers ls : forall ls' w last last', chained w ls last = true -> chained w ls' last' = true ->
  map (fun l => length (weights l)) ls = map (fun l => length (weights l)) ls' ->
  flat_map stored ls = flat_map stored ls' -> ls = ls'.
Proof.
  induction ls as [|[M b] ls IH]; intros [|[M' b'] ls'] w last last' C C' L E; try discriminate; auto.
  cbn [chained weights bias] in C, C'. rewrite !andb_true_iff, !Nat.eqb_eq in C, C'. destruct C as [[A B] C], C' as [[A' B'] C'].
  cbn [map weights] in L. injection L as Lm L. cbn [flat_map] in E. unfold stored at 1 3 in E. cbn [weights bias] in E.
  assert (Lc : length (concat M) = length (concat M')) by (rewrite !(concat_of_length w) by assumption; congruence).
  apply same_parts in E as [E1 E2]; [|rewrite !app_length; lia]. apply same_parts in E1 as [E3 ->]; [|exact Lc].
  rewrite (same_rows w M M' A A' Lm E3). f_equal. rewrite <- Lm in C'. exact (IH ls' _ _ _ C C' L E2).
Qed.

Lemma shaped_chained p n : shaped p n = true -> chained (rows (input_code n)) (layers n) (rows (output_code n)) = true.
Proof. unfold shaped. rewrite !andb_true_iff. tauto. Qed.

Lemma same_network p q f n n' : computes p n -> computes q n' -> has_frame n f -> has_frame n' f -> numbers n = numbers n' -> n = n'.
Proof.
  intros [S _] [S' _] (I & O & T & W) (I' & O' & T' & W') E. apply shaped_chained in S, S'.
  destruct n as [ic ls oc t], n' as [ic' ls' oc' t']. cbn [input_code output_code layers threshold] in *. subst ic' oc' t'.
  unfold numbers in E. cbn [layers] in E. rewrite <- I, <- O, <- T in *.
  rewrite (same_layers ls ls' _ _ _ S S' ltac:(congruence) E). reflexivity.
Qed.

(* ---------------------------------------------------------------- counting them *)

Lemma no_more {X Y} (R : X -> Y -> Prop) F U : NoDup F -> (forall x, In x F -> exists y, In y U /\ R x y) ->
  (forall x x' y, In x F -> In x' F -> R x y -> R x' y -> x = x') -> length F <= length U.
Proof.
  intros N Some One. assert (D : exists D, Forall2 R F D /\ incl D U /\ NoDup D); [|destruct D as (D & L & I & N')].
  - induction F as [|x F IH]; [exists []; repeat split; [constructor|intros ? []|constructor]|]. inversion N as [|? ? N1 N2]; subst.
    destruct IH as (D & L & I & N'); auto; [intros z Z; apply Some; right; auto|intros z z' y Z Z'; apply One; right; auto|].
    destruct (Some x (or_introl eq_refl)) as (y & Y1 & Y2). exists (y :: D). split; [constructor; auto|]. split.
    + intros z [<-|Z]; auto.
    + constructor; auto. intros M. apply N1.
      assert (G : exists x', In x' F /\ R x' y).
      { clear - L M. induction L as [|a b F D Rab L IH]; [inversion M|]. destruct M as [->|M]; [exists a; split; [left|]; auto|].
        destruct (IH M) as (x' & X1 & X2). exists x'. split; [right|]; auto. }
      destruct G as (x' & X1 & X2). rewrite (One x x' y); auto; [left|right]; auto.
  - assert (E : length F = length D) by (clear - L; induction L; cbn [length]; congruence). rewrite E. apply NoDup_incl_length; auto.
Qed.

Lemma in_sequences {X} (V : list X) l : incl l V -> In l (sequences V (length l)).
Proof.
  induction l as [|z l IH]; intros I; cbn [length sequences]; [left; auto|]. apply in_flat_map. exists z.
  split; [apply I; left; auto|]. apply in_map, IH. intros y Y. apply I. right. exact Y.
Qed.

(** Different problems, each computed by some network of one of these frames, with numbers among these values. *)
Theorem networks_are_few {A} (F : list A) (about : A -> problem) (frames : list frame) (values : list Z) : NoDup F ->
  (forall a a' n, In a F -> In a' F -> computes (about a) n -> computes (about a') n -> a = a') ->
  (forall a, In a F -> exists f n, In f frames /\ has_frame n f /\ incl (numbers n) values /\ computes (about a) n) ->
  length F <= list_sum (map (fun f => length values ^ how_many f) frames).
Proof.
  intros N Apart Some.
  set (U := flat_map (fun f => map (pair f) (sequences values (how_many f))) frames).
  assert (Size : length U = list_sum (map (fun f => length values ^ how_many f) frames)).
  { unfold U. clear. induction frames as [|f fs IH]; [reflexivity|]. cbn [flat_map map list_sum fold_right].
    rewrite app_length, map_length, sequences_length, IH. reflexivity. }
  rewrite <- Size.
  apply (no_more (fun a d => exists n, has_frame n (fst d) /\ numbers n = snd d /\ computes (about a) n)); [exact N| |].
  - intros a I. destruct (Some a I) as (f & n & Hf & Fn & V & C). exists (f, numbers n). split; [|exists n; auto].
    unfold U. apply in_flat_map. exists f. split; auto. apply in_map.
    assert (L : length (numbers n) = how_many f).
    { destruct C as [S _]. apply shaped_chained in S. destruct Fn as (Fi & _ & _ & Fw). unfold numbers, how_many.
      rewrite (stored_many _ _ _ S), Fi, Fw. reflexivity. }
    rewrite <- L. apply in_sequences. exact V.
  - intros a a' [f l] I I' (n & Fn & E & C) (n' & Fn' & E' & C'). cbn [fst snd] in *.
    assert (n = n') by (apply (same_network (about a) (about a') f); auto; congruence). subst n'. exact (Apart a a' n I I' C C').
Qed.

(** With numbers of b bits, at most N of them, and frames that are chosen among so many, say by seeds or thresholds. *)
Theorem networks_of_bits {A} (F : list A) (about : A -> problem) (frames : list frame) b low N : NoDup F ->
  (forall a a' n, In a F -> In a' F -> computes (about a) n -> computes (about a') n -> a = a') ->
  (forall f, In f frames -> how_many f <= N) ->
  (forall a, In a F -> exists f n, In f frames /\ has_frame n f /\ Forall (of_bits b low) (numbers n) /\ computes (about a) n) ->
  length F <= length frames * 2 ^ (b * N).
Proof.
  intros D Apart Most Some. set (values := map (fun k => (low + Z.of_nat k)%Z) (seq 0 (2 ^ b))).
  eapply Nat.le_trans; [apply (networks_are_few F about frames values D Apart)|].
  - intros a I. destruct (Some a I) as (f & n & Hf & Fn & V & C). exists f, n. repeat split; auto; try apply Fn; try apply C.
    intros z Z. rewrite Forall_forall in V. specialize (V z Z). unfold of_bits in V. unfold values. apply in_map_iff.
    exists (Z.to_nat (z - low)). split; [lia|]. apply in_seq. split; [lia|]. cbn [Nat.add]. apply Nat2Z.inj_lt.
    rewrite Z2Nat.id, Nat2Z.inj_pow by lia. change (Z.of_nat 2) with 2%Z. lia.
  - unfold values. rewrite map_length, seq_length. clear - Most. induction frames as [|f fs IH]; [apply Nat.le_refl|].
    cbn [map list_sum fold_right length Nat.mul]. apply Nat.add_le_mono; [|apply IH; intros g G; apply Most; right; exact G].
    rewrite <- Nat.pow_mul_r. apply Nat.pow_le_mono_r; [lia|]. apply Nat.mul_le_mono_l, Most. left. reflexivity.
Qed.
