(** What is claimed of networks of floats. To be read by who asks for such a network. Every float is a rational number,
    and scores here are exact rationals: nothing is rounded. Problems, gates and [admissible] are those of Statement.v. *)
From Coq Require Import QArith Qminmax ZArith List Bool.
From Superproof Require Import Statement.
Import ListNotations.
Open Scope Q_scope.

(** A neuron is max(z, 0) where it [rectifies], else z, of z = <row, x> + offset; x are the neurons before it, or the
    features as 0 and 1. The neurons of the last layer are the scores, with one threshold each. *)
Record float_neuron := FloatNeuron { row : list Q; offset : Q; rectifies : bool }.
Definition float_layer := list float_neuron.
Record float_network := FloatNetwork { float_layers : list float_layer; thresholds : list Q; strict : bool }.

Fixpoint qdot (u x : list Q) : Q :=
  match u, x with
  | a :: u', b :: x' => a * b + qdot u' x'
  | _, _ => 0
  end.

Definition activation (n : float_neuron) (z : Q) : Q := if rectifies n then Qmax 0 z else z.
Definition float_step (x : list Q) (l : float_layer) : list Q :=
  map (fun n => activation n (qdot (row n) x + offset n)) l.

Definition as_numbers (y : list bool) : list Q := map (fun b : bool => if b then 1 else 0) y.
Definition float_scores (n : float_network) (y : list bool) : list Q :=
  fold_left float_step (float_layers n) (as_numbers y).

(** An output reads 1 where its score is at least its threshold; where the network is [strict], above it. *)
Definition reads (strictly : bool) (theta s : Q) : bool := if strictly then negb (Qle_bool s theta) else Qle_bool theta s.
Definition read_all (strictly : bool) (thetas ss : list Q) : list bool :=
  map (fun ts => reads strictly (fst ts) (snd ts)) (combine thetas ss).

(** Shapes that chain, and fit the problem. *)
Fixpoint float_chained (width : nat) (ls : list float_layer) (last : nat) : bool :=
  match ls with
  | [] => Nat.eqb width last
  | l :: ls' => forallb (fun n => Nat.eqb (length (row n)) width) l && float_chained (length l) ls' last
  end.
Definition float_shaped (p : problem) (n : float_network) : bool :=
  float_chained (features p) (float_layers n) (length (thresholds n)) && wired (features p) (levels p) (length (thresholds n)).

(** THE CLAIM: on every admissible input every output reads 1 iff it is 1, in exact arithmetic over the stored numbers. *)
Definition computes_exactly (p : problem) (n : float_network) : Prop :=
  float_shaped p n = true /\
  forall y, admissible p y -> read_all (strict n) (thresholds n) (float_scores n y) = outputs p y.

(** THE MARGIN, a bound: over all admissible inputs outputs that are 1 exceed their thresholds by at least [least], those
    that are 0 by at most [most]; None where there is no such output. *)
Definition exceeds (p : problem) (n : float_network) (y : list bool) (i : nat) (truth : bool) (excess : Q) : Prop :=
  exists s theta, nth_error (outputs p y) i = Some truth /\ nth_error (float_scores n y) i = Some s /\
    nth_error (thresholds n) i = Some theta /\ excess == s - theta.
Definition float_margin (p : problem) (n : float_network) (least most : option Q) : Prop :=
  (forall y i e, admissible p y -> exceeds p n y i true e -> exists t, least = Some t /\ t <= e) /\
  (forall y i e, admissible p y -> exceeds p n y i false e -> exists f, most = Some f /\ e <= f).
(** Where they are said in units of 2^-s. *)
Definition in_units (s : nat) (z : Z) : Q := inject_Z z / inject_Z (2 ^ Z.of_nat s).
