(** What a machine may make of a network of floats. To be read by who asks what [computes_executed] says: a relation, so
    that all orders, groupings and fusings are meant at once. Numbers held by the machine are rationals, too. *)
From Coq Require Import QArith Qabs List Bool Permutation.
From Superproof Require Import Statement FloatStatement.
Import ListNotations.
Open Scope Q_scope.

(** Rounding to nearest with the relative error [roundoff], if the result is at least [tiny], the smallest normal number,
    and its exact value at most [large]. *)
Record machine := Machine { roundoff : Q; tiny : Q; large : Q }.
Definition binary32 : machine := Machine (1 # 2 ^ 24) (1 # 2 ^ 126) (inject_Z (2 ^ 127)).
Definition binary64 : machine := Machine (1 # 2 ^ 53) (1 # 2 ^ 1022) (inject_Z (2 ^ 1023)).

Section Executed.
  Variable a : machine.

  (** A result r for the exact value t. Below [tiny] it may be anything as near; beyond [large], anything. *)
  Definition rounded (t r : Q) : Prop := Qabs t <= large a -> Qabs (r - t) <= roundoff a * Qabs t + tiny a.

  (** A number that is read or written: subnormal ones may be flushed to 0, every time. *)
  Definition kept (v r : Q) : Prop := r == v \/ (r == 0 /\ Qabs v < tiny a).

  (** s + t, where 0 changes nothing. *)
  Definition added (s t r : Q) : Prop :=
    if Qeq_bool s 0 then kept t r else if Qeq_bool t 0 then kept s r else rounded (s + t) r.
  (** s + t, where t is a product that is not rounded by itself, being fused, or the bias; with s = 0, a product alone. *)
  Definition fused (s t r : Q) : Prop := if Qeq_bool t 0 then kept s r else rounded (s + t) r.

  (** r may come out as the sum of these exact products, in any order and any grouping. *)
  Inductive summed : list Q -> Q -> Prop :=
  | of_nothing : summed [] 0
  | of_one_more A t s s' r : summed A s -> kept s s' -> fused s' t r -> summed (t :: A) r
  | of_two A B s t s' t' r : A <> [] -> B <> [] -> summed A s -> summed B t -> kept s s' -> kept t t' ->
      added s' t' r -> summed (A ++ B) r
  | in_order A B r : Permutation A B -> summed A r -> summed B r.

  (** What a neuron may be on x: weights, x and bias are read, the products and the bias added, max is exact. *)
  Definition neuron_may_be (x : list Q) (n : float_neuron) (v : Q) : Prop :=
    exists w x' b z, Forall2 kept (row n) w /\ Forall2 kept x x' /\ kept (offset n) b /\
      summed (b :: map (fun wx => fst wx * snd wx) (combine w x')) z /\ v == activation n z.

  Fixpoint scores_may_be (ls : list float_layer) (x ss : list Q) : Prop :=
    match ls with
    | [] => Forall2 Qeq x ss
    | l :: ls' => exists x', Forall2 (neuron_may_be x) l x' /\ scores_may_be ls' x' ss
    end.

  (** THE CLAIM for machines: whatever the scores come out as, all outputs are read right, scores and thresholds being
      read once more. *)
  Definition computes_executed (p : problem) (n : float_network) : Prop :=
    float_shaped p n = true /\
    forall y ss ss' thetas, admissible p y -> scores_may_be (float_layers n) (as_numbers y) ss ->
      Forall2 kept ss ss' -> Forall2 kept (thresholds n) thetas -> read_all (strict n) thetas ss' = outputs p y.
End Executed.
