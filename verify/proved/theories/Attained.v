(** One output on one input, scored without expanding whole codes: the inputs that attain a margin. *)
From Coq Require Import ZArith List Bool Lia.
From Superproof Require Import Statement Codes Lists Arrays Received Branch.
Import ListNotations.
Open Scope Z_scope.

(** An output with its score on the input with these active features. *)
Record witness := Witness { at_output : nat; at_active : list nat; at_score : Z }.

Definition word_at (c : short_code) (j : nat) : vector :=
  match c with
  | Ones rows supports => indicator rows (nth j supports [])
  | HadamardRows k numbers _ => map (fun r => sign k r j) numbers
  | Full _ ws => nth j ws []
  end.

Definition attains (p : problem) (n : short_network) (truth : bool) (t : witness) : bool :=
  let y := input_of (features p) (at_active t) in
  let x := fold_right (fun j x => add (word_at (short_input n) j) x) (repeat 0 (height (short_input n))) (active y) in
  let z := fold_left step (short_layers n) x in
  let bits := table_of y in
  match levels p with
  | [gs] =>
      negb (every_level p) && Nat.leb (active_features y) (sparsity p)
      && Nat.eqb (columns (short_input n)) (features p) && Nat.ltb (at_output t) (columns (short_output n))
      && match nth_error gs (at_output t) with
         | Some g => eqb (value g (look false bits)) truth
         | None => false
         end
      && (dot (word_at (short_output n) (at_output t)) z =? at_score t)
  | _ => false
  end.

Lemma word_at_spec c j : (j < columns c)%nat -> word_at c j = nth j (words (code_of c)) [].
Proof.
  destruct c as [n supports|k numbers m|n ws]; cbn [columns word_at code_of words]; intros J; auto.
  - rewrite (nth_map_in (indicator n) [] []) by auto. reflexivity.
  - rewrite seq_map_nth by auto. reflexivity.
Qed.

Lemma encode_active c y : (length y <= columns c)%nat ->
  encode (code_of c) y = fold_right (fun j x => add (word_at c j) x) (repeat 0 (height c)) (active y).
Proof.
  intros L. unfold encode, active. rewrite height_spec.
  assert (G : forall ws y k, (length y <= length ws)%nat ->
    (forall j, (j < length ws)%nat -> word_at c (k + j) = nth j ws []) ->
    sum_of_active (height c) ws y = fold_right (fun j x => add (word_at c j) x) (repeat 0 (height c)) (active_from k y)).
  { clear. induction ws as [|w ws IH]; intros y k L H.
    - destruct y; [reflexivity|simpl in L; lia].
    - destruct y as [|b y]; [reflexivity|].
      assert (T : sum_of_active (height c) ws y
        = fold_right (fun j x => add (word_at c j) x) (repeat 0 (height c)) (active_from (S k) y)).
      { apply IH; [simpl in L; lia|]. intros j J. specialize (H (S j) ltac:(simpl; lia)).
        replace (S k + j)%nat with (k + S j)%nat by lia. exact H. }
      destruct b; cbn [sum_of_active active_from fold_right]; rewrite T; auto.
      specialize (H O ltac:(simpl; lia)). rewrite Nat.add_0_r in H. rewrite H. reflexivity. }
  apply (G (words (code_of c)) y O); rewrite columns_spec; auto. intros j J. apply word_at_spec. exact J.
Qed.

Theorem attains_sound p n truth t : attains p n truth t = true ->
  exists y i, admissible p y /\ scored p (network_of_short n) y i truth (at_score t).
Proof.
  unfold attains. intros H. destruct (levels p) as [|gs [|]] eqn:Eg; try discriminate.
  apply andb_prop in H as [H S]. apply andb_prop in H as [H G]. apply andb_prop in H as [H O].
  apply andb_prop in H as [H C]. apply andb_prop in H as [E V]. apply negb_true_iff in E. apply Nat.leb_le in V.
  apply Nat.eqb_eq in C. apply Nat.ltb_lt in O. apply Z.eqb_eq in S.
  set (y := input_of (features p) (at_active t)) in *. exists y, (at_output t).
  assert (L : length y = features p) by apply length_input_of.
  split; [split; auto; rewrite E; split; auto|]. unfold scored, outputs, scores, network_of_short.
  cbn [input_code output_code layers]. rewrite Eg. cbn [fold_left]. split.
  - unfold level_values. destruct (nth_error gs (at_output t)) as [g|] eqn:N; [|discriminate]. apply eqb_prop in G.
    rewrite (map_nth_error (fun g => value g (fun j => nth j y false)) _ _ N). f_equal. exact G.
  - rewrite encode_active by (rewrite L; lia). unfold product.
    rewrite (map_nth_error (fun row => dot row _) (at_output t) _
      (d := nth (at_output t) (words (code_of (short_output n))) [])).
    + rewrite <- word_at_spec by auto. rewrite S. reflexivity.
    + apply nth_error_nth'. rewrite columns_spec. exact O.
Qed.
