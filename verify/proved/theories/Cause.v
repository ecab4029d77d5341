(** Where points and gates disagree about a neuron, they disagree on two of the active features. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Multiplicity Roles.
Import ListNotations.
Open Scope Z_scope.

Section Cause.
  Variables (v : nat) (gs : list gate).
  Hypothesis kinds : forallb (taken v) gs = true.

  (** Where points and gates disagree, they disagree on two of the active features, in the same way: on the only two. *)
  Lemma cause_of_wrong J b : (v <= 2)%nat -> NoDup J -> (length J <= v)%nat -> must gs J = b -> one gs J = negb b ->
    exists p q, In p J /\ In q J /\ p <> q /\ must gs [p; q] = b /\ one gs [p; q] = negb b.
  Proof.
    intros V N L M O. destruct J as [|p [|q [|r J]]]; cbn [length] in L; try lia.
    - destruct (none_active v gs kinds) as [E1 E2]. destruct b; cbn [negb] in O; congruence.
    - rewrite (alone v gs kinds), M in O. destruct b; discriminate.
    - exists p, q. repeat split; auto; [left|right; left|]; auto. inversion N as [|? ? N1 N2]. intros ->. apply N1. left; auto.
  Qed.
End Cause.
