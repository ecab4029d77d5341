(** What a document of a network of floats says, and the digest that names it. To be read by who asks for such a network. *)
From Coq Require Import ZArith QArith List String Bool.
From Superproof Require Import Statement Hashes Codes Documents FloatStatement Executed.
Import ListNotations.
Open Scope Z_scope.

(** A finite number of IEEE 754 by the fields of binary64, in which numbers of all four formats are hashed. *)
Record float64 := Fields { negative : bool; exponent : Z; fraction : Z }.

Definition fraction_digits : Z := 52.
Definition signed_mantissa (f : float64) : Z :=
  let m := if exponent f =? 0 then fraction f else Z.shiftl 1 fraction_digits + fraction f in
  if negative f then - m else m.
Definition power (f : float64) : Z := Z.max 1 (exponent f) - 1075.
Definition float_value (f : float64) : Q := (inject_Z (signed_mantissa f) * Qpower (2 # 1) (power f))%Q.

Inductive format := Float16 | Bfloat16 | Float32 | Float64.
Record stored_neuron := StoredNeuron { stored_row : list float64; stored_offset : float64; stored_rectifies : bool }.
Record float_document := FloatDocument {
  stored_format : format; stored_strict : bool; stored_layers : list (list stored_neuron); stored_thresholds : list float64 }.

Definition float_network_of (n : float_document) : float_network :=
  FloatNetwork
    (map (map (fun u => FloatNeuron (map float_value (stored_row u)) (float_value (stored_offset u)) (stored_rectifies u)))
      (stored_layers n))
    (map float_value (stored_thresholds n)) (stored_strict n).

(** The arithmetic in which a network is said to be executed; its half precision numbers are numbers of binary32, too. *)
Definition machine_of (f : format) : machine := match f with Float64 => binary64 | _ => binary32 end.

(* ---------------------------------------------------------------- digests *)

Definition name_of (f : format) : string :=
  match f with Float16 => "float16" | Bfloat16 => "bfloat16" | Float32 => "float32" | Float64 => "float64" end.

(** Little-endian: 48 digits of the fraction; 4 more, 11 of the exponent, the sign. *)
Definition float_octets (f : float64) : list Z :=
  octets 6 (fraction f) ++
  octets 2 (Z.shiftr (fraction f) 48 + Z.shiftl (exponent f) 4 + (if negative f then Z.shiftl 1 15 else 0)).

Definition float_layer_octets (l : list stored_neuron) : list Z :=
  flat_map (fun u => flat_map float_octets (stored_row u)) l ++ flat_map (fun u => float_octets (stored_offset u)) l
  ++ map (fun u => if stored_rectifies u then 1 else 0) l.

(** How many features, and neurons in every layer. *)
Definition stored_features (n : float_document) : nat :=
  match stored_layers n with (u :: _) :: _ => List.length (stored_row u) | _ => 0%nat end.
Definition stored_widths (n : float_document) : list nat := stored_features n :: map (@List.length stored_neuron) (stored_layers n).

Definition float_header (n : float_document) : list Z :=
  text ("superproof-float-network-1[""" ++ name_of (stored_format n) ++ """," ++ (if stored_strict n then "true" else "false")
    ++ "," ++ naturals (stored_widths n) ++ "]").
Definition float_network_octets (n : float_document) : list Z :=
  (float_header n ++ flat_map float_layer_octets (stored_layers n) ++ flat_map float_octets (stored_thresholds n))%list.
Definition float_network_digest (n : float_document) : string := hex (sha256 (float_network_octets n)).

(** Networks that these octets determine ([float_network_determined] in FloatDetermined.v): fields in their ranges, and
    shapes that chain. *)
Definition is_float64 (f : float64) : bool :=
  (Z.shiftr (fraction f) fraction_digits =? 0) && (0 <=? exponent f) && (exponent f <? 2047).
Fixpoint stored_chained (width : nat) (ls : list (list stored_neuron)) (last : nat) : bool :=
  match ls with
  | [] => Nat.eqb width last
  | l :: ls' => forallb (fun u => Nat.eqb (List.length (stored_row u)) width) l && stored_chained (List.length l) ls' last
  end.
Definition float_canonical (n : float_document) : bool :=
  stored_chained (stored_features n) (stored_layers n) (List.length (stored_thresholds n))
  && forallb (forallb (fun u => forallb is_float64 (stored_row u) && is_float64 (stored_offset u))) (stored_layers n)
  && forallb is_float64 (stored_thresholds n).
