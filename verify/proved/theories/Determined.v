(** The octets that are hashed determine problem and network: equal digests are equal documents, or a collision of SHA-256. *)
From Coq Require Import ZArith List String Bool Lia.
From Superproof Require Import Statement Hashes Codes Documents Json.
Import ListNotations.
Open Scope Z_scope.

(* ---------------------------------------------------------------- networks: entries *)

Lemma octets_length n z : List.length (octets n z) = n.
Proof. unfold octets. rewrite map_length. apply seq_length. Qed.

Lemma high_bits z i : in_64_bits z = true -> 63 <= i -> Z.testbit z i = Z.testbit z 63.
Proof.
  unfold in_64_bits, sign_bit. rewrite orb_true_iff, !Z.eqb_eq. intros H I.
  replace i with ((i - 63) + 63) by lia. rewrite <- Z.shiftr_spec by lia.
  replace (Z.testbit z 63) with (Z.testbit (Z.shiftr z 63) 0) by (rewrite Z.shiftr_spec by lia; reflexivity).
  destruct H as [-> | ->]; [rewrite !Z.bits_0; reflexivity|]. rewrite !Z.bits_m1 by lia. reflexivity.
Qed.

Lemma octet_bits y z k i : Z.land (Z.shiftr y (8 * k)) 255 = Z.land (Z.shiftr z (8 * k)) 255 ->
  0 <= 8 * k -> 8 * k <= i < 8 * k + 8 -> Z.testbit y i = Z.testbit z i.
Proof.
  intros E K I. apply (f_equal (fun a => Z.testbit a (i - 8 * k))) in E. change 255 with (Z.ones 8) in E.
  rewrite !Z.land_spec, !Z.shiftr_spec, Z.ones_spec_low, !andb_true_r in E by lia.
  replace (i - 8 * k + 8 * k) with i in E by lia. exact E.
Qed.

Lemma octets_determine y z : in_64_bits y = true -> in_64_bits z = true -> octets 8 y = octets 8 z -> y = z.
Proof.
  intros Y Z' E. assert (Low : forall i, 0 <= i < 64 -> Z.testbit y i = Z.testbit z i).
  { intros i I. assert (D := Z.div_mod i 8 ltac:(lia)). assert (M := Z.mod_pos_bound i 8 ltac:(lia)).
    assert (0 <= i / 8 < 8) by lia. apply (octet_bits y z (i / 8)); [|lia..].
    rewrite <- (Z2Nat.id (i / 8)) by lia. apply (ext_in_map E). apply in_seq. lia. }
  apply Z.bits_inj'. intros i I. destruct (Z.lt_ge_cases i 64); [apply Low; lia|].
  rewrite (high_bits y), (high_bits z) by (auto; lia). apply Low. lia.
Qed.

Lemma push (l s : list Z) : fold_right cons s l = l ++ s.
Proof. induction l; cbn; congruence. Qed.

Lemma same_length {A} (l l' s t : list A) : List.length l = List.length l' -> l ++ s = l' ++ t -> l = l' /\ s = t.
Proof.
  revert l'. induction l as [|a l IH]; intros [|b l'] L E; try discriminate; [auto|]. injection E as -> E.
  destruct (IH l') as [-> ->]; auto.
Qed.

(** A vector, a matrix, is told from what comes after it by its size. *)
Lemma vector_ends u : forall v s t, List.length u = List.length v -> forallb in_64_bits u = true ->
  forallb in_64_bits v = true -> vector_octets u s = vector_octets v t -> u = v /\ s = t.
Proof.
  unfold vector_octets. induction u as [|y u IH]; intros [|z v] s t L U V E; try discriminate; [auto|].
  cbn [forallb] in U, V. apply andb_prop in U as [Y U]. apply andb_prop in V as [Z' V]. injection L as L.
  cbn [fold_right] in E. rewrite !push in E. apply same_length in E as [E1 E2]; [|rewrite !octets_length; reflexivity].
  apply octets_determine in E1 as ->; auto. apply IH in E2 as [-> ->]; auto.
Qed.

Lemma rows_end columns M : forall N s t, List.length M = List.length N -> canonical_matrix M columns = true ->
  canonical_matrix N columns = true -> fold_right vector_octets s M = fold_right vector_octets t N -> M = N /\ s = t.
Proof.
  unfold canonical_matrix. induction M as [|u M IH]; intros [|v N] s t L P Q E; try discriminate; [auto|].
  cbn [all_of_length forallb] in P, Q. rewrite !andb_true_iff in P, Q. destruct P as [[P1 P2] [P3 P4]], Q as [[Q1 Q2] [Q3 Q4]].
  apply Nat.eqb_eq in P1, Q1. injection L as L. cbn [fold_right] in E. apply vector_ends in E as [-> E]; try congruence.
  apply IH in E as [-> ->]; auto; apply andb_true_iff; auto.
Qed.

Lemma matrix_ends M c N d s t : canonical_matrix M c = true -> canonical_matrix N d = true ->
  matrix_octets M c s = matrix_octets N d t -> M = N /\ c = d /\ s = t.
Proof.
  unfold matrix_octets. intros P Q E. apply naturals_ends in E as [H E]. injection H as L ->.
  apply (rows_end d) in E as [-> ->]; auto.
Qed.

(* ---------------------------------------------------------------- networks: layers, and codes behind them *)

Lemma layer_ends l l' s t : canonical_layer l = true -> canonical_layer l' = true ->
  layer_octets l s = layer_octets l' t -> l = l' /\ s = t.
Proof.
  destruct l as [W b], l' as [W' b']. unfold canonical_layer, layer_octets. cbn [weights bias]. rewrite !andb_true_iff.
  intros [P1 P2] [Q1 Q2] E. apply matrix_ends in E as [-> [_ E]]; auto. apply naturals_ends in E as [H E]. injection H as L.
  apply vector_ends in E as [-> ->]; auto.
Qed.

Lemma code_ends r r' s t : alike r r' -> canonical_code r = true -> canonical_code r' = true ->
  bare_octets r s = bare_octets r' t -> r = r' /\ s = t.
Proof.
  destruct r, r'; cbn [alike canonical_code bare_octets]; try discriminate; auto. intros _ P Q E.
  apply matrix_ends in E as [-> [-> ->]]; auto.
Qed.

(** Codes do not begin like layers: behind a matrix there are two numbers or none, behind weights there is one. *)
Definition codes_octets (a b : recipe) : list Z := bare_octets a (bare_octets b []).

Lemma codes_are_no_layer a b l s : canonical_code a = true -> canonical_code b = true -> canonical_layer l = true ->
  codes_octets a b <> layer_octets l s.
Proof.
  enough (One : forall M c more, canonical_matrix M c = true -> canonical_layer l = true ->
    (forall k t, more <> text (naturals [k]) ++ t) -> matrix_octets M c more <> layer_octets l s).
  { assert (Two : forall M c more k t, matrix_octets M c more <> text (naturals [k]) ++ t).
    { intros M c more k t E. unfold matrix_octets in E. apply naturals_ends in E as [H _]. discriminate. }
    unfold codes_octets. intros A B L.
    destruct a; cbn [bare_octets]; [..|apply One; auto]; destruct b; cbn [bare_octets]; try discriminate;
      try (apply One; auto); try apply Two; intros k t; discriminate. }
  intros M c more P L N E. unfold canonical_layer in L. apply andb_prop in L as [L _]. unfold layer_octets in E.
  apply matrix_ends in E as [_ [_ E]]; auto. exact (N _ _ E).
Qed.

Lemma layers_end a b a' b' : canonical_code a = true -> canonical_code b = true -> canonical_code a' = true ->
  canonical_code b' = true -> forall ls ls', forallb canonical_layer ls = true -> forallb canonical_layer ls' = true ->
  fold_right layer_octets (codes_octets a b) ls = fold_right layer_octets (codes_octets a' b') ls' ->
  ls = ls' /\ codes_octets a b = codes_octets a' b'.
Proof.
  intros A B A' B'. induction ls as [|l ls IH]; intros [|l' ls'] L L' E; cbn [fold_right forallb] in E, L, L'; auto.
  - destruct (codes_are_no_layer _ _ _ _ A B (proj1 (andb_prop _ _ L')) E).
  - symmetry in E. destruct (codes_are_no_layer _ _ _ _ A' B' (proj1 (andb_prop _ _ L)) E).
  - apply andb_prop in L as [L1 L2], L' as [L1' L2']. apply layer_ends in E as [-> E]; auto. apply IH in E as [-> E]; auto.
Qed.

Theorem network_determined n n' : canonical n = true -> canonical n' = true -> network_octets n = network_octets n' -> n = n'.
Proof.
  destruct n as [a ls b z], n' as [a' ls' b' z']. unfold canonical, network_octets.
  cbn [input_recipe document_layers output_recipe document_threshold]. rewrite !andb_true_iff. intros [[L A] B] [[L' A'] B'] E.
  apply header_ends in E as (Aa & Bb & -> & E). apply layers_end in E as [-> E]; auto.
  apply code_ends in E as [-> E]; auto. apply code_ends in E as [-> _]; auto.
Qed.

(** So a digest names one document, unless two documents make a collision of SHA-256. *)
Definition collision (s t : list Z) : Prop := s <> t /\ hex (sha256 s) = hex (sha256 t).

Theorem problem_digests p q : problem_digest p = problem_digest q -> p = q \/ collision (json_of_problem p) (json_of_problem q).
Proof.
  intros E. destruct (list_eq_dec Z.eq_dec (json_of_problem p) (json_of_problem q)); [|right; split; auto].
  left. apply problem_determined. assumption.
Qed.

Theorem network_digests n n' : canonical n = true -> canonical n' = true -> network_digest n = network_digest n' ->
  n = n' \/ collision (network_octets n) (network_octets n').
Proof.
  intros C C' E. destruct (list_eq_dec Z.eq_dec (network_octets n) (network_octets n')); [|right; split; auto].
  left. apply network_determined; assumption.
Qed.
