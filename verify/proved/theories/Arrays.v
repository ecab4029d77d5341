(** Read-only arrays, which are lists here and OCaml arrays in the program (see Extract.v), and two answers at once. *)
From Coq Require Import ZArith List Lia.
Import ListNotations.

(** Of integers. *)
Definition arr : Type := list Z.
Definition of_list (l : list Z) : arr := l.
Definition build (n : nat) (f : nat -> Z) : arr := map f (seq 0 n).
Definition get (a : arr) (j : nat) : Z := nth j a 0%Z.

(** The same, kept small: made once and read often. *)
Definition packed : Type := list Z.
Definition pack (a : arr) : packed := a.
Definition entry (a : packed) (j : nat) : Z := nth j a 0%Z.

(** Of members of any type. *)
Definition table (A : Type) : Type := list A.
Definition table_of {A} (l : list A) : table A := l.
Definition look {A} (d : A) (a : table A) (i : nat) : A := nth i a d.

(** Two answers: here one after the other, in the program at the same time, the first in a process of its own. *)
Definition beside {A B} (f : unit -> A) (g : unit -> B) : A * B := (f tt, g tt).

Lemma get_build n f j : j < n -> get (build n f) j = f j.
Proof.
  intros H. unfold get, build. rewrite (nth_indep _ 0%Z (f 0)) by (rewrite map_length, seq_length; auto).
  rewrite map_nth, seq_nth; auto.
Qed.

Lemma get_beyond n f j : n <= j -> get (build n f) j = 0%Z.
Proof. intros H. apply nth_overflow. unfold build. rewrite map_length, seq_length. auto. Qed.
