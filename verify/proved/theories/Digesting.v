(** SHA-256 piece by piece, so that a document need not be one list of octets. *)
From Coq Require Import ZArith List String Bool Lia.
From Superproof Require Import Statement Hashes Codes Documents Compression.
Import ListNotations.
Open Scope Z_scope.

(** What has been taken in: the digest so far, the octets of a block that is not complete, the last one first, how many
    are missing, and how many octets there were. *)
Record intake := Intake { so_far : list Z; begun : list Z; missing : nat; taken : Z }.

Definition whole : nat := 64.
Definition words_in_block : nat := 16.

Fixpoint take (m H buffer : list Z) (gap : nat) (n : Z) : intake :=
  match m with
  | [] => Intake H buffer gap n
  | o :: m' =>
      if Nat.ltb 1 gap then take m' H (o :: buffer) (gap - 1) (n + 1)
      else take m' (compressed H (fst (block words_in_block (rev' (o :: buffer)) []))) [] whole (n + 1)
  end.

Definition feed (s : intake) (m : list Z) : intake := take m (so_far s) (begun s) (missing s) (taken s).
Definition fresh : intake := Intake initial [] whole 0.
Definition digest_of (s : intake) : list Z :=
  let zeros := Z.to_nat (Z.land (55 - taken s) 63) in
  so_far (feed s (128 :: repeat 0 zeros ++ rev (octets 8 (8 * taken s)))).

Lemma take_app m m' : forall H b g n,
  take (m ++ m') H b g n = feed (take m H b g n) m'.
Proof.
  induction m as [|o m IH]; intros H b g n; [reflexivity|]. cbn [app take]. destruct (Nat.ltb 1 g); apply IH.
Qed.

Lemma feed_app s m m' : feed s (m ++ m') = feed (feed s m) m'.
Proof. apply take_app. Qed.

Lemma feed_nil s : feed s [] = s.
Proof. destruct s. reflexivity. Qed.

Lemma take_count m : forall H b g n, taken (take m H b g n) = n + Z.of_nat (List.length m).
Proof.
  induction m as [|o m IH]; intros H b g n; cbn [take List.length]; [cbn [taken]; lia|].
  destruct (Nat.ltb 1 g); rewrite IH; lia.
Qed.

(** A whole block. *)
Lemma take_block p : forall r H b n g, List.length p = S g ->
  take (p ++ r) H b (S g) n = take r (compress H (fst (block 16 (rev b ++ p) []))) [] 64 (n + Z.of_nat (S g)).
Proof.
  induction p as [|o p IH]; intros r H b n g L; [discriminate|]. cbn [app take]. destruct g as [|g].
  - destruct p; [|discriminate]. cbn [Nat.ltb Nat.leb]. rewrite compressed_spec. unfold rev'. rewrite <- rev_alt. cbn [rev app].
    replace (n + 1) with (n + Z.of_nat 1) by lia. reflexivity.
  - change (Nat.ltb 1 (S (S g))) with true. cbn [Nat.sub]. rewrite IH by (cbn [List.length] in L; lia). cbn [rev]. rewrite <- app_assoc. cbn [app].
    replace (n + 1 + Z.of_nat (S g)) with (n + Z.of_nat (S (S g))) by lia. reflexivity.
Qed.

Lemma block_app k : forall p r acc, List.length p = (4 * k)%nat -> block k (p ++ r) acc = (fst (block k p acc), r).
Proof.
  induction k; intros p r acc L.
  - destruct p; [|discriminate]. cbn [app block fst]. destruct r; reflexivity.
  - destruct p as [|a [|b [|c [|d p]]]]; cbn [List.length] in L; try lia. cbn [app block].
    rewrite IHk by lia. reflexivity.
Qed.

Lemma blocks_take q : forall fuel m H n, List.length m = (64 * q)%nat -> (q <= fuel)%nat ->
  blocks fuel H m = so_far (take m H [] 64 n).
Proof.
  induction q; intros fuel m H n L F.
  - destruct m; [|discriminate]. destruct fuel; reflexivity.
  - destruct fuel as [|fuel]; [lia|]. rewrite <- (firstn_skipn 64 m).
    assert (L1 : List.length (firstn 64 m) = 64%nat) by (rewrite firstn_length; lia).
    assert (L2 : List.length (skipn 64 m) = (64 * q)%nat) by (rewrite skipn_length; lia).
    rewrite take_block by exact L1. rewrite <- (IHq fuel) by lia. cbn [rev app].
    assert (B := block_app 16 (firstn 64 m) (skipn 64 m) [] L1).
    destruct (firstn 64 m) as [|o p]; [discriminate|]. cbn [app blocks].
    change (o :: p ++ skipn 64 m) with ((o :: p) ++ skipn 64 m). rewrite B. reflexivity.
Qed.

Lemma count_length m : count m = Z.of_nat (List.length m).
Proof.
  unfold count. enough (H : forall n, fold_left (fun n _ => n + 1) m n = n + Z.of_nat (List.length m)) by apply H.
  induction m as [|o m IH]; intros n; cbn [fold_left List.length]; [lia|]. rewrite IH. lia.
Qed.

Theorem sha256_by_pieces m : digest_of (feed fresh m) = sha256 m.
Proof.
  unfold digest_of, sha256. rewrite !rev_append_rev, !app_nil_r, rev_involutive.
  assert (T : taken (feed fresh m) = count m) by (unfold feed; rewrite take_count, count_length; reflexivity).
  rewrite T, <- feed_app. set (tail := 128 :: _). symmetry.
  assert (Z0 : 0 <= (55 - count m) mod 64 < 64) by (apply Z.mod_pos_bound; lia).
  assert (E : exists q, List.length (m ++ tail) = (64 * q)%nat).
  { exists (Z.to_nat ((Z.of_nat (List.length (m ++ tail))) / 64)).
    assert (D : Z.of_nat (List.length (m ++ tail)) mod 64 = 0).
    { unfold tail. rewrite app_length. cbn [List.length]. rewrite app_length, repeat_length, rev_length. unfold octets.
      rewrite map_length, seq_length. change 63 with (Z.ones 6). rewrite Z.land_ones by lia. change (2 ^ 6) with 64.
      rewrite count_length in *.
      replace (Z.of_nat (List.length m + S (Z.to_nat ((55 - Z.of_nat (List.length m)) mod 64) + 8)))
        with (Z.of_nat (List.length m) + 9 + (55 - Z.of_nat (List.length m)) mod 64) by lia.
      rewrite Zplus_mod_idemp_r. replace (Z.of_nat (List.length m) + 9 + (55 - Z.of_nat (List.length m))) with 64 by lia.
      reflexivity. }
    assert (D' := Z.div_mod (Z.of_nat (List.length (m ++ tail))) 64 ltac:(lia)). rewrite D in D'.
    assert (0 <= Z.of_nat (List.length (m ++ tail)) / 64) by (apply Z.div_pos; lia). lia. }
  destruct E as [q E]. rewrite count_length, Nat2Z.id. apply (blocks_take q); auto. lia.
Qed.

(* ---------------------------------------------------------------- documents *)

(** [octets 8 z] *)
Definition eight (z : Z) : list Z :=
  [Z.land z 255; Z.land (Z.shiftr z 8) 255; Z.land (Z.shiftr z 16) 255; Z.land (Z.shiftr z 24) 255;
   Z.land (Z.shiftr z 32) 255; Z.land (Z.shiftr z 40) 255; Z.land (Z.shiftr z 48) 255; Z.land (Z.shiftr z 56) 255].

Definition feed_vector (s : intake) (v : vector) : intake := fold_left (fun s z => feed s (eight z)) v s.
Definition feed_matrix (M : matrix) (columns : nat) (s : intake) : intake :=
  fold_left feed_vector M (feed s (text (naturals [List.length M; columns]))).
Definition feed_layer (s : intake) (l : layer) : intake :=
  let s' := feed_matrix (weights l) (List.length (hd [] (weights l))) s in
  feed_vector (feed s' (text (naturals [List.length (bias l)]))) (bias l).
Definition feed_bare (s : intake) (r : recipe) : intake :=
  match r with Bare M columns => feed_matrix M columns s | _ => s end.

Definition problem_digest_by_pieces (p : problem_document) : string := hex (digest_of (feed fresh (json_of_problem p))).

Definition network_digest_by_pieces (n : network_document) : string :=
  let codes := json_list [json_of_recipe (input_recipe n); json_of_recipe (output_recipe n)] in
  let start := feed fresh (text ("superproof-network-1" ++ json_list [codes; decimal (document_threshold n)])) in
  hex (digest_of (feed_bare (feed_bare (fold_left feed_layer (document_layers n) start) (input_recipe n)) (output_recipe n))).

Lemma feed_vector_spec v : forall s more, feed s (vector_octets v more) = feed (feed_vector s v) more.
Proof.
  unfold vector_octets, feed_vector. induction v as [|z v IH]; intros s more; [reflexivity|].
  cbn [fold_right fold_left]. rewrite <- IH.
  assert (A : forall l m : list Z, fold_right cons m l = (l ++ m)%list) by (intros l m; induction l; cbn; congruence).
  rewrite A, feed_app. reflexivity.
Qed.

Lemma feed_matrix_spec M columns more : forall s, feed s (matrix_octets M columns more) = feed (feed_matrix M columns s) more.
Proof.
  intros s. unfold matrix_octets, feed_matrix. rewrite feed_app. generalize (feed s (text (naturals [List.length M; columns]))).
  clear s. induction M as [|v M IH]; intros s; [reflexivity|]. cbn [fold_right fold_left]. rewrite feed_vector_spec. apply IH.
Qed.

Lemma feed_layers_spec ls more : forall s, feed s (fold_right layer_octets more ls) = feed (fold_left feed_layer ls s) more.
Proof.
  induction ls as [|l ls IH]; intros s; [reflexivity|]. cbn [fold_right fold_left]. rewrite <- IH. unfold layer_octets, feed_layer.
  rewrite feed_matrix_spec, feed_app, feed_vector_spec. reflexivity.
Qed.

Lemma feed_bare_spec r more : forall s, feed s (bare_octets r more) = feed (feed_bare s r) more.
Proof. intros s. destruct r; try reflexivity. apply feed_matrix_spec. Qed.

Theorem problem_digest_spec p : problem_digest_by_pieces p = problem_digest p.
Proof. unfold problem_digest_by_pieces, problem_digest. rewrite sha256_by_pieces. reflexivity. Qed.

Theorem network_digest_spec n : network_digest_by_pieces n = network_digest n.
Proof.
  unfold network_digest_by_pieces, network_digest, network_octets. rewrite <- sha256_by_pieces, feed_app, feed_layers_spec, !feed_bare_spec.
  rewrite feed_nil. reflexivity.
Qed.
