(** The octets that are hashed determine a network of floats: equal digests are equal documents, or a collision of SHA-256. *)
From Coq Require Import ZArith List String Bool Lia.
From Superproof Require Import Statement Hashes Codes Documents Json Determined Compression Digesting FloatDocuments.
Import ListNotations.
Open Scope Z_scope.

(* ---------------------------------------------------------------- one number *)

Lemma low_digits n y z : octets n y = octets n z -> y mod 2 ^ (8 * Z.of_nat n) = z mod 2 ^ (8 * Z.of_nat n).
Proof.
  intros E. apply Z.bits_inj'. intros i I. destruct (Z.lt_ge_cases i (8 * Z.of_nat n)) as [L|L].
  - rewrite !Z.mod_pow2_bits_low by lia.
    assert (D := Z.div_mod i 8 ltac:(lia)). assert (M := Z.mod_pos_bound i 8 ltac:(lia)).
    apply (octet_bits y z (i / 8)); [|lia..].
    rewrite <- (Z2Nat.id (i / 8)) by lia. apply (ext_in_map E). apply in_seq. lia.
  - rewrite !Z.mod_pow2_bits_high by lia. reflexivity.
Qed.

Lemma float_octets_length f : List.length (float_octets f) = 8%nat.
Proof. unfold float_octets. rewrite app_length, !octets_length. reflexivity. Qed.

Lemma float_octets_determine f g : is_float64 f = true -> is_float64 g = true -> float_octets f = float_octets g -> f = g.
Proof.
  destruct f as [s e m], g as [s' e' m']. unfold is_float64, float_octets, fraction_digits. cbn [negative exponent fraction].
  rewrite !andb_true_iff, !Z.eqb_eq, !Z.leb_le, !Z.ltb_lt, !Z.shiftr_div_pow2, !Z.shiftl_mul_pow2 by lia.
  intros [[F1 E1] E2] [[F1' E1'] E2'] H. apply same_length in H as [H1 H2]; [|rewrite !octets_length; reflexivity].
  apply low_digits in H1, H2. change (2 ^ (8 * Z.of_nat 6)) with (2 ^ 48) in H1. change (2 ^ (8 * Z.of_nat 2)) with 65536 in H2.
  apply Z.div_small_iff in F1, F1'; try lia. destruct F1 as [F1|F1]; [|lia]. destruct F1' as [F1'|F1']; [|lia].
  change (2 ^ 4) with 16 in H2. change (1 * 2 ^ 15) with 32768 in H2.
  assert (D := Z.div_mod m (2 ^ 48) ltac:(lia)). assert (D' := Z.div_mod m' (2 ^ 48) ltac:(lia)).
  assert (B := Z.mod_pos_bound m (2 ^ 48) ltac:(lia)). assert (B' := Z.mod_pos_bound m' (2 ^ 48) ltac:(lia)).
  assert (Q : 0 <= m / 2 ^ 48 < 16) by (split; [apply Z.div_pos; lia|apply Z.div_lt_upper_bound; lia]).
  assert (Q' : 0 <= m' / 2 ^ 48 < 16) by (split; [apply Z.div_pos; lia|apply Z.div_lt_upper_bound; lia]).
  set (q := m / 2 ^ 48) in *. set (q' := m' / 2 ^ 48) in *.
  rewrite !Z.mod_small in H2 by (destruct s, s'; lia).
  assert (s = s' /\ e = e' /\ q = q') as (-> & -> & Eq) by (destruct s, s'; repeat split; lia).
  f_equal. rewrite D, D', Eq, H1. reflexivity.
Qed.

(* ---------------------------------------------------------------- layers *)

Lemma floats_end l : forall l' s t, List.length l = List.length l' -> forallb is_float64 l = true -> forallb is_float64 l' = true ->
  flat_map float_octets l ++ s = flat_map float_octets l' ++ t -> l = l' /\ s = t.
Proof.
  induction l as [|f l IH]; intros [|g l'] s t L F G E; try discriminate; [auto|]. cbn [flat_map forallb] in *.
  apply andb_prop in F as [F1 F]. apply andb_prop in G as [G1 G]. rewrite <- !app_assoc in E.
  apply same_length in E as [E1 E]; [|rewrite !float_octets_length; reflexivity].
  apply float_octets_determine in E1 as ->; auto. apply IH in E as [-> ->]; auto.
Qed.

Definition right_neuron (u : stored_neuron) : bool := forallb is_float64 (stored_row u) && is_float64 (stored_offset u).

Lemma stored_layer_ends width l l' s t : List.length l = List.length l' ->
  forallb (fun u => Nat.eqb (List.length (stored_row u)) width) l = true ->
  forallb (fun u => Nat.eqb (List.length (stored_row u)) width) l' = true ->
  forallb right_neuron l = true -> forallb right_neuron l' = true ->
  float_layer_octets l ++ s = float_layer_octets l' ++ t -> l = l' /\ s = t.
Proof.
  intros L W W' F F'. unfold float_layer_octets. rewrite <- !app_assoc.
  assert (Rows : forall l l' a b, List.length l = List.length l' ->
    forallb (fun u => Nat.eqb (List.length (stored_row u)) width) l = true ->
    forallb (fun u => Nat.eqb (List.length (stored_row u)) width) l' = true ->
    forallb right_neuron l = true -> forallb right_neuron l' = true ->
    flat_map (fun u => flat_map float_octets (stored_row u)) l ++ a = flat_map (fun u => flat_map float_octets (stored_row u)) l' ++ b ->
    map stored_row l = map stored_row l' /\ a = b).
  { clear. induction l as [|u l IH]; intros [|u' l'] a b L W W' F F' E; try discriminate; [auto|].
    cbn [forallb flat_map map] in *. apply andb_prop in W as [W1 W], W' as [W1' W'], F as [F1 F], F' as [F1' F'].
    apply Nat.eqb_eq in W1, W1'. apply andb_prop in F1 as [F1 _], F1' as [F1' _]. rewrite <- !app_assoc in E.
    apply floats_end in E as [E1 E]; auto; [|congruence]. apply IH in E as [E2 ->]; auto. rewrite E1, E2. auto. }
  assert (Offsets : forall l l' a b, List.length l = List.length l' ->
    forallb right_neuron l = true -> forallb right_neuron l' = true ->
    flat_map (fun u => float_octets (stored_offset u)) l ++ a = flat_map (fun u => float_octets (stored_offset u)) l' ++ b ->
    map stored_offset l = map stored_offset l' /\ a = b).
  { clear. induction l as [|u l IH]; intros [|u' l'] a b L F F' E; try discriminate; [auto|].
    cbn [forallb flat_map map] in *. apply andb_prop in F as [F1 F], F' as [F1' F'].
    apply andb_prop in F1 as [_ F1], F1' as [_ F1']. rewrite <- !app_assoc in E.
    apply same_length in E as [E1 E]; [|rewrite !float_octets_length; reflexivity].
    apply float_octets_determine in E1 as ->; auto. apply IH in E as [E2 ->]; auto. rewrite E2. auto. }
  intros E. apply Rows in E as [E1 E]; auto. apply Offsets in E as [E2 E]; auto.
  apply same_length in E as [E3 E]; [|rewrite !map_length; exact L]. split; [|exact E].
  clear - L E1 E2 E3. revert l' L E1 E2 E3. induction l as [|u l IH]; intros [|u' l'] L E1 E2 E3; try discriminate; [auto|].
  cbn [map] in *. injection E1 as A E1. injection E2 as B E2. injection E3 as C E3. f_equal; [|apply IH; auto].
  destruct u as [r o c], u' as [r' o' c']. cbn in *. subst. f_equal. destruct c, c'; auto; discriminate.
Qed.

Lemma stored_layers_end ls : forall ls' width last last' s t, map (@List.length stored_neuron) ls = map (@List.length stored_neuron) ls' ->
  stored_chained width ls last = true -> stored_chained width ls' last' = true ->
  forallb (forallb right_neuron) ls = true -> forallb (forallb right_neuron) ls' = true ->
  flat_map float_layer_octets ls ++ s = flat_map float_layer_octets ls' ++ t -> ls = ls' /\ s = t /\ last = last'.
Proof.
  induction ls as [|l ls IH]; intros [|l' ls'] width last last' s t L W W' F F' E; try discriminate.
  - cbn in *. apply Nat.eqb_eq in W, W'. subst. auto.
  - cbn [map stored_chained forallb flat_map] in *. injection L as L1 L. apply andb_prop in W as [W1 W], W' as [W1' W'].
    apply andb_prop in F as [F1 F], F' as [F1' F']. rewrite <- !app_assoc in E.
    apply (stored_layer_ends width) in E as [-> E]; auto. eapply IH in E as (-> & -> & ->); eauto.
Qed.

Lemma header_of_floats n n' s t : float_header n ++ s = float_header n' ++ t ->
  stored_format n = stored_format n' /\ stored_strict n = stored_strict n' /\ stored_widths n = stored_widths n' /\ s = t.
Proof.
  unfold float_header. rewrite !text_app, <- !app_assoc. intros E. apply app_inv_head in E.
  assert (F : stored_format n = stored_format n' /\ stored_strict n = stored_strict n').
  { destruct (stored_format n), (stored_format n'); try discriminate E; apply app_inv_head in E;
      destruct (stored_strict n), (stored_strict n'); auto; discriminate E. }
  destruct F as [F1 F2]. rewrite F1, F2 in E. do 4 apply app_inv_head in E. apply naturals_ends in E as [Wd E]. apply app_inv_head in E. auto.
Qed.

Theorem float_network_determined n n' : float_canonical n = true -> float_canonical n' = true ->
  float_network_octets n = float_network_octets n' -> n = n'.
Proof.
  unfold float_canonical, float_network_octets. rewrite !andb_true_iff. intros [[W F] T] [[W' F'] T'] E.
  apply header_of_floats in E as (E1 & E2 & E3 & E). unfold stored_widths in E3. injection E3 as E3 E4.
  rewrite <- E3 in W'.
  apply (stored_layers_end _ _ _ _ _ _ _ E4 W W' F F') in E as (E5 & E & L).
  rewrite <- (app_nil_r (flat_map float_octets (stored_thresholds n))), <- (app_nil_r (flat_map float_octets (stored_thresholds n'))) in E.
  apply floats_end in E as [E6 _]; auto.
  destruct n, n'. cbn in *. subst. reflexivity.
Qed.

Theorem float_network_digests n n' : float_canonical n = true -> float_canonical n' = true ->
  float_network_digest n = float_network_digest n' -> n = n' \/ collision (float_network_octets n) (float_network_octets n').
Proof.
  intros C C' E. destruct (list_eq_dec Z.eq_dec (float_network_octets n) (float_network_octets n')); [|right; split; auto].
  left. apply float_network_determined; assumption.
Qed.

(* ---------------------------------------------------------------- the digest, piece by piece *)

Definition feed_all {A} (octets_of : A -> list Z) (l : list A) (s : intake) : intake := fold_left (fun s a => feed s (octets_of a)) l s.
Definition feed_float_layer (s : intake) (l : list stored_neuron) : intake :=
  let s' := fold_left (fun s u => feed_all float_octets (stored_row u) s) l s in
  feed (feed_all (fun u => float_octets (stored_offset u)) l s') (map (fun u => if stored_rectifies u then 1 else 0) l).
Definition float_digest_by_pieces (n : float_document) : string :=
  hex (digest_of (feed_all float_octets (stored_thresholds n) (fold_left feed_float_layer (stored_layers n) (feed fresh (float_header n))))).

Lemma feed_all_spec {A} (octets_of : A -> list Z) l : forall s more, feed s (flat_map octets_of l ++ more) = feed (feed_all octets_of l s) more.
Proof.
  unfold feed_all. induction l as [|a l IH]; intros s more; [reflexivity|]. cbn [flat_map fold_left].
  rewrite <- app_assoc, feed_app. apply IH.
Qed.

Lemma feed_float_layers_spec ls : forall s more, feed s (flat_map float_layer_octets ls ++ more) = feed (fold_left feed_float_layer ls s) more.
Proof.
  induction ls as [|l ls IH]; intros s more; [reflexivity|]. cbn [flat_map fold_left]. rewrite <- app_assoc, <- IH.
  generalize (flat_map float_layer_octets ls ++ more). clear. intros more. unfold float_layer_octets, feed_float_layer.
  rewrite <- !app_assoc.
  assert (H : forall l s more, feed s (flat_map (fun u => flat_map float_octets (stored_row u)) l ++ more)
    = feed (fold_left (fun s u => feed_all float_octets (stored_row u) s) l s) more).
  { clear. induction l as [|u l IH]; intros s more; [reflexivity|]. cbn [flat_map fold_left].
    rewrite <- app_assoc, feed_all_spec. apply IH. }
  rewrite H, feed_all_spec, feed_app. reflexivity.
Qed.

Theorem float_digest_spec n : float_digest_by_pieces n = float_network_digest n.
Proof.
  unfold float_digest_by_pieces, float_network_digest, float_network_octets.
  rewrite <- sha256_by_pieces, feed_app, feed_float_layers_spec.
  rewrite <- (app_nil_r (flat_map float_octets (stored_thresholds n))), feed_all_spec, feed_nil. reflexivity.
Qed.
