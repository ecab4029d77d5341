(** Labelled problems whose outputs are one two-input gate on different, or repeated, pairs: how many there are, and that
    inputs with one or two active features tell them apart. It stands by itself, on top of FunctionClasses.v. *)
From Coq Require Import Arith List Bool Lia.
From Superproof Require Import Counting FunctionClasses.
Import ListNotations.

Definition depends_on_both (g : bool -> bool -> bool) : bool :=
  (xorb (g false false) (g true false) || xorb (g false true) (g true true))
  && (xorb (g false false) (g false true) || xorb (g true false) (g true true)).
Definition symmetric (g : bool -> bool -> bool) : bool := eqb (g false true) (g true false).

(** One active feature shows both inputs, or two are needed. *)
Definition least_sparsity (g : bool -> bool -> bool) : nat :=
  if xorb (g false false) (g true false) && xorb (g false false) (g false true) then 1 else 2.

(** Where the gate may stand: pairs a < b where its inputs can be exchanged, else pairs of a and b in either order. *)
Definition placements (g : bool -> bool -> bool) (m : nat) : list (list nat) :=
  if symmetric g then sets m 2 else arrangements Nat.eq_dec (seq 0 m) 2.
Definition placed (g : bool -> bool -> bool) (f : list (list nat)) (y : nat -> bool) : list bool :=
  map (fun p => g (y (nth 0 p 0)) (y (nth 1 p 0))) f.

Definition distinct_gates g (m k : nat) : list (list (list nat)) :=
  arrangements (list_eq_dec Nat.eq_dec) (placements g m) k.
Definition free_gates g (m k : nat) : list (list (list nat)) := sequences (placements g m) k.

Lemma placements_number g m :
  length (placements g m) = (if symmetric g then choose m 2 else m * (m - 1)) /\ NoDup (placements g m).
Proof.
  unfold placements. destruct (symmetric g); [split; [apply sets_length|apply sets_NoDup]|].
  rewrite arrangements_length, seq_length by apply seq_NoDup.
  split; [cbn [falling]; lia|apply arrangements_NoDup, seq_NoDup].
Qed.

Theorem distinct_gates_count g m k :
  length (distinct_gates g m k) = falling (if symmetric g then choose m 2 else m * (m - 1)) k /\ NoDup (distinct_gates g m k).
Proof.
  destruct (placements_number g m) as [L D]. unfold distinct_gates. rewrite arrangements_length, L by exact D.
  split; [reflexivity|apply arrangements_NoDup; exact D].
Qed.

Theorem free_gates_count g m k :
  length (free_gates g m k) = (if symmetric g then choose m 2 else m * (m - 1)) ^ k /\ NoDup (free_gates g m k).
Proof.
  destruct (placements_number g m) as [L D]. unfold free_gates. rewrite sequences_length, L.
  split; [reflexivity|apply sequences_NoDup; exact D].
Qed.

(** One gate at (a, b) and at (c, d). *)
Lemma one_place g a b c d : depends_on_both g = true -> a <> b -> c <> d ->
  (forall s, length s <= least_sparsity g -> g (member a s) (member b s) = g (member c s) (member d s)) ->
  a = c /\ b = d \/ symmetric g = true /\ a = d /\ b = c.
Proof.
  intros G AB CD H. unfold depends_on_both in G. unfold symmetric. unfold least_sparsity in H.
  assert (One : forall j, g (member a [j]) (member b [j]) = g (member c [j]) (member d [j])).
  { intros j. apply H. match goal with |- _ <= (if ?b then _ else _) => destruct b end; cbn; lia. }
  assert (Ha := One a). assert (Hb := One b). assert (Hc := One c). assert (Hd := One d). clear One.
  assert (Two : xorb (g false false) (g true false) && xorb (g false false) (g false true) = false ->
    forall i j, g (member a [i; j]) (member b [i; j]) = g (member c [i; j]) (member d [i; j])).
  { intros E i j. apply H. rewrite E. cbn. lia. }
  assert (Hab := fun E => Two E a b). assert (Hcd := fun E => Two E c d).
  clear H Two. unfold member in *. cbn [existsb] in *. rewrite !Nat.eqb_refl in *.
  rewrite (Nat.eqb_sym c a), (Nat.eqb_sym d a), (Nat.eqb_sym c b), (Nat.eqb_sym d b), (Nat.eqb_sym b a), (Nat.eqb_sym d c) in *.
  rewrite (proj2 (Nat.eqb_neq a b) AB), (proj2 (Nat.eqb_neq c d) CD) in *.
  destruct (Nat.eqb_spec a c), (Nat.eqb_spec a d), (Nat.eqb_spec b c), (Nat.eqb_spec b d); subst; try contradiction; auto;
    cbn [orb] in *; destruct (g false false), (g false true), (g true false), (g true true); cbn in *; try discriminate;
    try specialize (Hab eq_refl); try specialize (Hcd eq_refl); try discriminate; auto.
Qed.

Lemma placement_pair g m p : In p (placements g m) -> exists a b, p = [a; b] /\ a <> b.
Proof.
  intros I. assert (Q : length p = 2 /\ NoDup p).
  { unfold placements in I. destruct (symmetric g); [apply sets_In in I; tauto|]. apply arrangements_In in I. tauto. }
  destruct Q as [L N]. destruct p as [|a [|b [|]]]; try discriminate. exists a, b. split; [reflexivity|].
  inversion N as [|? ? M _]. intros ->. apply M. left. reflexivity.
Qed.

Lemma one_order a b m : In [a; b] (sets m 2) -> In [b; a] (sets m 2) -> a = b.
Proof.
  intros A B. assert (E : [a; b] = [b; a]); [|injection E; auto]. apply (sets_incl m 2); auto.
  intros j J. cbn in *. tauto.
Qed.

(** Different members are different functions, already on inputs with so few active features. *)
Theorem gates_differ g m f h : depends_on_both g = true -> length f = length h -> incl f (placements g m) ->
  incl h (placements g m) ->
  (forall s, length s <= least_sparsity g -> placed g f (fun j => member j s) = placed g h (fun j => member j s)) -> f = h.
Proof.
  intros G. revert h. induction f as [|p f IH]; intros [|q h] L If Ih H; try discriminate; auto.
  assert (Hp := If p (or_introl eq_refl)). assert (Hq := Ih q (or_introl eq_refl)). f_equal.
  - destruct (placement_pair g m p Hp) as (a & b & -> & AB), (placement_pair g m q Hq) as (c & d & -> & CD).
    destruct (one_place g a b c d G AB CD) as [[-> ->]|(S & -> & ->)]; [|reflexivity|].
    + intros s B. specialize (H s B). cbn [placed map nth] in H. injection H as H _. exact H.
    + unfold placements in Hp, Hq. rewrite S in Hp, Hq. destruct (one_order _ _ _ Hp Hq). reflexivity.
  - apply IH; [injection L; auto|intros x X; apply If; right; auto|intros x X; apply Ih; right; auto|].
    intros s B. specialize (H s B). cbn [placed map] in H. injection H as _ H. exact H.
Qed.
