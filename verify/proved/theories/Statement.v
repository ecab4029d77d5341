(** What is claimed: networks, problems, and what it means that a network computes a problem.
    Nothing here is needed to run the checker; all of it has to be read to believe it. Numbers are unbounded integers. *)
From Coq Require Import ZArith List Bool.
Import ListNotations.
Open Scope Z_scope.

(* ---------------------------------------------------------------- networks *)

Definition vector := list Z.
Definition matrix := list vector.                       (* the rows *)

Fixpoint dot (u v : vector) : Z :=
  match u, v with
  | a :: u', b :: v' => a * b + dot u' v'
  | _, _ => 0
  end.

Fixpoint add (u v : vector) : vector :=
  match u, v with
  | a :: u', b :: v' => a + b :: add u' v'
  | _, _ => []
  end.

Definition product (M : matrix) (x : vector) : vector := map (fun row => dot row x) M.
Definition relu (z : Z) : Z := Z.max 0 z.

(** A code is a list of words of [rows] entries each: the columns of a matrix, one for every feature or output. *)
Record code := Code { rows : nat; words : list vector }.

Record layer := Layer { weights : matrix; bias : vector }.

Record network := Network { input_code : code; layers : list layer; output_code : code; threshold : Z }.

(** A y: the sum of the words of the active features. *)
Fixpoint sum_of_active (rows : nat) (ws : list vector) (y : list bool) : vector :=
  match ws, y with
  | w :: ws', true :: y' => add w (sum_of_active rows ws' y')
  | _ :: ws', false :: y' => sum_of_active rows ws' y'
  | _, _ => repeat 0 rows
  end.
Definition encode (c : code) (y : list bool) : vector := sum_of_active (rows c) (words c) y.

Definition step (x : vector) (l : layer) : vector := map relu (add (product (weights l) x) (bias l)).

(** The scores <B_i, x_L> of all outputs i on the input y. *)
Definition scores (n : network) (y : list bool) : vector :=
  product (words (output_code n)) (fold_left step (layers n) (encode (input_code n) y)).

(* ---------------------------------------------------------------- problems *)

Inductive gate :=
| And (inputs : list nat)
| Or (inputs : list nat)
| Xor (a b : nat)
| Andnot (a b : nat)
| Copy (a : nat)
| AtLeast (k : nat) (inputs : list nat).

Definition value (g : gate) (y : nat -> bool) : bool :=
  match g with
  | And inputs => forallb y inputs
  | Or inputs => existsb y inputs
  | Xor a b => xorb (y a) (y b)
  | Andnot a b => y a && negb (y b)
  | Copy a => y a
  | AtLeast k inputs => Nat.leb k (length (filter y inputs))
  end.

Definition wires (g : gate) : list nat :=
  match g with And l | Or l | AtLeast _ l => l | Xor a b | Andnot a b => [a; b] | Copy a => [a] end.

(** Gates of level 1 name features, gates of every other level gates of the level before. Problems that are no circuit
    have one level; the sparsity of a circuit ([every_level]) holds on all of its levels. *)
Record problem := Problem { features : nat; sparsity : nat; levels : list (list gate); every_level : bool }.

Definition level_values (gates : list gate) (y : list bool) : list bool :=
  map (fun g => value g (fun j => nth j y false)) gates.

(** F(y): the outputs. *)
Definition outputs (p : problem) (y : list bool) : list bool := fold_left (fun y gates => level_values gates y) (levels p) y.

Definition active_features (y : list bool) : nat := count_occ bool_dec y true.

Fixpoint sparse_levels (v : nat) (ls : list (list gate)) (y : list bool) : Prop :=
  (active_features y <= v)%nat /\
  match ls with [] => True | gates :: ls' => sparse_levels v ls' (level_values gates y) end.

Definition admissible (p : problem) (y : list bool) : Prop :=
  length y = features p /\ sparse_levels (sparsity p) (if every_level p then levels p else []) y.

(* ---------------------------------------------------------------- the claim *)

(** Shapes that chain: of the network, of the problem, of one with the other. *)
Definition all_of_length (k : nat) (M : list vector) : bool := forallb (fun row => Nat.eqb (length row) k) M.

Fixpoint chained (width : nat) (ls : list layer) (last : nat) : bool :=
  match ls with
  | [] => Nat.eqb width last
  | l :: ls' => all_of_length width (weights l) && Nat.eqb (length (bias l)) (length (weights l))
                && chained (length (weights l)) ls' last
  end.

Fixpoint wired (width : nat) (ls : list (list gate)) (outputs : nat) : bool :=
  match ls with
  | [] => Nat.eqb width outputs
  | gates :: ls' => forallb (fun g => forallb (fun j => Nat.ltb j width) (wires g)) gates && wired (length gates) ls' outputs
  end.

Definition shaped (p : problem) (n : network) : bool :=
  Nat.eqb (length (words (input_code n))) (features p)
  && all_of_length (rows (input_code n)) (words (input_code n))
  && chained (rows (input_code n)) (layers n) (rows (output_code n))
  && all_of_length (rows (output_code n)) (words (output_code n))
  && wired (features p) (levels p) (length (words (output_code n))).

(** THE CLAIM: on every admissible input every output reads 1 iff it is 1. *)
Definition computes (p : problem) (n : network) : Prop :=
  shaped p n = true /\
  forall y, admissible p y -> map (fun s => threshold n <=? s) (scores n y) = outputs p y.

(** On y output i is [truth], and has the score s. *)
Definition scored (p : problem) (n : network) (y : list bool) (i : nat) (truth : bool) (s : Z) : Prop :=
  nth_error (outputs p y) i = Some truth /\ nth_error (scores n y) i = Some s.

(** THE MARGIN: [least] is the least score of an output that is 1, [most] the largest of one that is 0, over all
    admissible inputs; None where there is no such output. *)
Definition margin (p : problem) (n : network) (least most : option Z) : Prop :=
  (forall y i s, admissible p y -> scored p n y i true s -> exists t, least = Some t /\ t <= s) /\
  (forall y i s, admissible p y -> scored p n y i false s -> exists f, most = Some f /\ s <= f) /\
  (forall t, least = Some t -> exists y i, admissible p y /\ scored p n y i true t) /\
  (forall f, most = Some f -> exists y i, admissible p y /\ scored p n y i false f).
