(** The program for networks of floats: from documents and scales to a claim with the digests of problem and network.
    To be read: [float_claim] and the theorem [float_certified] at the end. *)
From Coq Require Import QArith Qpower ZArith List String Bool Lia Lqa.
From Superproof Require Import Statement Documents Digesting Arrays Certify FloatStatement Executed FloatDocuments FloatDetermined
  Judge Boxes Losses Enclosed FloatEnumerate.
Import ListNotations.
Open Scope Z_scope.

(** What a certificate may offer: whether machines are meant too; and of every layer how many binary places its weights keep,
    and how many are dropped behind it. *)
Record float_evidence := FloatEvidence { machines_too : bool; places : list (nat * nat) }.

(** What is claimed. The margin, in units of 2^-[margin_scale]: outputs that are 1 exceed their thresholds by at least the first
    number, those that are 0 by at most the second; None where there is no such output. *)
Record float_claim := FloatClaim {
  of_problem : string; of_network : string; as_executed : bool; margin_scale : nat; excess : option Z * option Z }.

(** A number of the document in units of 2^-k, rounded down and up. *)
Definition float_box (k : nat) (f : float64) : box :=
  let m := signed_mantissa f in
  let e := power f + Z.of_nat k in
  if m =? 0 then (0, 0)
  else if 0 <=? e then let z := Z.shiftl m e in (z, z)
  else (Z.shiftr m (- e), - Z.shiftr (- m) (- e)).

Fixpoint boxes_of (s : nat) (ls : list (list stored_neuron)) (places : list (nat * nat)) : list box_layer :=
  match ls, places with
  | l :: ls', (k, drop) :: places' =>
      BoxLayer (map (fun u => BoxNeuron (map (float_box k) (stored_row u)) (float_box (s + k) (stored_offset u)) (stored_rectifies u)) l)
        k drop :: boxes_of (s + k - drop) ls' places'
  | _, _ => []
  end.

Definition box_network_of (n : float_document) (places : list (nat * nat)) : box_network :=
  let ls := boxes_of 0 (stored_layers n) places in
  BoxNetwork ls (map (float_box (last_scale ls 0)) (stored_thresholds n)) (stored_strict n).

Definition digits_of (f : format) : Z := match f with Float64 => 53 | _ => 24 end.

Definition certify_floats (p : problem_document) (n : float_document) (e : float_evidence) : option float_claim :=
  let found := beside
    (fun _ => if float_canonical n then Some (problem_digest_by_pieces p, float_digest_by_pieces n) else None)
    (fun _ => let b := box_network_of n (places e) in
      if Nat.eqb (List.length (places e)) (List.length (stored_layers n))
      then match check_floats (problem_of p) (if machines_too e then Some (digits_of (stored_format n)) else None) b with
           | None => None
           | Some w => Some (last_scale (box_layers b) 0, w)
           end
      else None) in
  match found with
  | (Some digests, Some (s, w)) => Some (FloatClaim (fst digests) (snd digests) (machines_too e) s w)
  | _ => None
  end.

(* ---------------------------------------------------------------- its correctness *)

Open Scope Q_scope.

Lemma power_of_two (e : Z) : (0 <= e)%Z -> (2 # 1) ^ e == inject_Z (2 ^ e).
Proof. intros E. rewrite Zpower_Qpower by exact E. reflexivity. Qed.

Lemma float_box_inside k f : inside k (float_box k f) (float_value f).
Proof.
  unfold inside, float_box, float_value. set (m := signed_mantissa f). set (e := (power f + Z.of_nat k)%Z).
  assert (V : inject_Z m * (2 # 1) ^ power f * pow2 k == inject_Z m * (2 # 1) ^ e).
  { unfold pow2, e. rewrite <- power_of_two, Qpower_plus by (lia || discriminate). ring. }
  rewrite V. destruct (Z.eqb_spec m 0) as [->|N].
  { cbn [fst snd]. change (inject_Z 0) with 0. lra. }
  destruct (Z.leb_spec 0 e) as [L|L].
  - cbv zeta. cbn [fst snd]. rewrite Z.shiftl_mul_pow2, inject_Z_mult, power_of_two by exact L. lra.
  - cbn [fst snd]. set (d := (- e)%Z).
    assert (P : (0 < 2 ^ d)%Z) by (apply Z.pow_pos_nonneg; lia).
    assert (H : (2 # 1) ^ e == / inject_Z (2 ^ d)).
    { replace e with (- d)%Z by lia. rewrite Qpower_opp, power_of_two by lia. reflexivity. }
    rewrite H. rewrite !Z.shiftr_div_pow2 by lia.
    assert (P' : 0 < inject_Z (2 ^ d)) by (change 0 with (inject_Z 0); rewrite <- Zlt_Qlt; exact P).
    assert (A := Z.mul_div_le m (2 ^ d) P). assert (B := Z.mul_div_le (- m) (2 ^ d) P).
    rewrite Zle_Qle, inject_Z_mult in A, B. rewrite inject_Z_opp in B |- *.
    set (w := inject_Z (2 ^ d)) in *. split.
    + apply Qle_shift_div_l; [exact P'|]. lra.
    + apply Qle_shift_div_r; [exact P'|]. lra.
Qed.

Lemma all_float_boxes k l : Forall2 (inside k) (map (float_box k) l) (map float_value l).
Proof. induction l; constructor; auto. apply float_box_inside. Qed.

Lemma boxes_enclose ls : forall s pl, List.length pl = List.length ls -> encloses s (boxes_of s ls pl)
  (map (map (fun u => FloatNeuron (map float_value (stored_row u)) (float_value (stored_offset u)) (stored_rectifies u))) ls).
Proof.
  induction ls as [|l ls IH]; intros s [|[k drop] pl] L; try discriminate; cbn [boxes_of map encloses]; auto.
  cbn [box_neurons weight_scale dropped]. split; [|apply IH; injection L; auto].
  induction l as [|u l IHl]; constructor; auto. split; [|split; [|reflexivity]]; cbn; [apply all_float_boxes|apply float_box_inside].
Qed.

Lemma network_holds n pl : List.length pl = List.length (stored_layers n) -> holds (box_network_of n pl) (float_network_of n).
Proof.
  intros L. unfold box_network_of, float_network_of, holds. cbv zeta. cbn [box_layers box_thresholds box_strict float_layers thresholds strict].
  split; [apply boxes_enclose; exact L|split; [apply all_float_boxes|reflexivity]].
Qed.

Lemma machines f : is_machine (digits_of f) (machine_of f).
Proof.
  assert (B32 : is_machine 24 binary32).
  { unfold is_machine, binary32. cbn [roundoff tiny large]. repeat split; try (intros H; vm_compute in H; discriminate). }
  assert (B64 : is_machine 53 binary64).
  { unfold is_machine, binary64. cbn [roundoff tiny large]. repeat split; try (intros H; vm_compute in H; discriminate). }
  destruct f; assumption.
Qed.

(** THE THEOREM: what the program prints of a network of floats is true of the documents that have the digests that it
    prints, and these determine them ([problem_digests] in Determined.v, [float_network_digests] in FloatDetermined.v). *)
Theorem float_certified p n e c : certify_floats p n e = Some c ->
  float_canonical n = true /\ of_problem c = problem_digest p /\ of_network c = float_network_digest n /\
  computes_exactly (problem_of p) (float_network_of n) /\
  (as_executed c = true -> computes_executed (machine_of (stored_format n)) (problem_of p) (float_network_of n)) /\
  float_margin (problem_of p) (float_network_of n)
    (option_map (in_units (margin_scale c)) (fst (excess c))) (option_map (in_units (margin_scale c)) (snd (excess c))).
Proof.
  unfold certify_floats, beside. destruct (float_canonical n) eqn:C; [|discriminate].
  destruct (Nat.eqb _ _) eqn:L; [|discriminate]. apply Nat.eqb_eq in L.
  destruct (check_floats _ _ _) as [[t f]|] eqn:E; [|discriminate]. intros H. injection H as <-.
  apply (check_floats_sound _ _ _ (float_network_of n)) in E as (E1 & E2 & E3); [|apply network_holds; exact L].
  cbn [of_problem of_network as_executed margin_scale excess fst snd].
  split; [reflexivity|split; [apply problem_digest_spec|split; [apply float_digest_spec|split; [exact E1|split; [|exact E2]]]]].
  intros M. rewrite M in E3. apply (E3 _ _ eq_refl). apply machines.
Qed.
