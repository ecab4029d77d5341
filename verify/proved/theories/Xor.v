(** Levels of a circuit that have xor, as two levels without: the same values, and as many ones on the level between. *)
From Coq Require Import ZArith List Bool Arith Lia.
From Superproof Require Import Statement Codes Lists Roles.
Import ListNotations.

(** xor(a, b) is 1 where one of its two parts is, and never are both; every other gate is its only part. *)
Definition parts (g : gate) : list gate := match g with Xor a b => [Andnot a b; Andnot b a] | _ => [g] end.
Fixpoint whole_of (first : nat) (gs : list gate) : list gate :=
  match gs with
  | [] => []
  | Xor _ _ :: gs' => Or [first; S first] :: whole_of (2 + first)%nat gs'
  | _ :: gs' => Copy first :: whole_of (S first) gs'
  end.

Definition is_xor (g : gate) : bool := match g with Xor _ _ => true | _ => false end.
Definition without_xor (gs : list gate) : list (list gate) :=
  if existsb is_xor gs then [flat_map parts gs; whole_of 0 gs] else [gs].
Definition plain_levels (ls : list (list gate)) : list (list gate) := flat_map without_xor ls.

(* ---------------------------------------------------------------- lemmas *)

Lemma whole_values gs y : forall before, level_values (whole_of (length before) gs) (before ++ level_values (flat_map parts gs) y)
  = level_values gs y.
Proof.
  unfold level_values. induction gs as [|g gs IH]; intros before; [reflexivity|].
  assert (At0 : forall b bs, nth (length before) (before ++ b :: bs) false = b) by (intros; apply nth_middle).
  assert (One : parts g = [g] -> map (fun h => value h (fun j => nth j (before ++ value g (fun j => nth j y false) ::
      map (fun g => value g (fun j => nth j y false)) (flat_map parts gs)) false)) (Copy (length before) :: whole_of (S (length before)) gs)
    = map (fun g => value g (fun j => nth j y false)) (g :: gs)).
  { intros _. cbn [map value]. rewrite At0. f_equal. specialize (IH (before ++ [value g (fun j => nth j y false)])).
    rewrite app_length, <- app_assoc in IH. cbn [length app] in IH. rewrite Nat.add_1_r in IH. exact IH. }
  destruct g as [l|l|a b|a b|a|k l]; try (exact (One eq_refl)).
  cbn [flat_map parts app map whole_of value existsb].
  set (u := nth a y false) in *. set (w := nth b y false) in *.
  specialize (IH (before ++ [u && negb w; w && negb u])). rewrite app_length, <- app_assoc in IH. cbn [length app] in IH.
  replace (length before + 2)%nat with (2 + length before)%nat in IH by lia. rewrite IH. rewrite At0.
  assert (At1 : forall b c bs, nth (S (length before)) (before ++ b :: c :: bs) false = c).
  { intros. replace (before ++ b0 :: c :: bs) with ((before ++ [b0]) ++ c :: bs) by (rewrite <- app_assoc; reflexivity).
    replace (S (length before)) with (length (before ++ [b0])) by (rewrite app_length; simpl; lia). apply nth_middle. }
  rewrite At1. destruct u, w; reflexivity.
Qed.

Lemma parts_ones gs y : active_features (level_values (flat_map parts gs) y) = active_features (level_values gs y).
Proof.
  unfold active_features, level_values. induction gs as [|g gs IH]; [reflexivity|]. cbn [flat_map]. rewrite map_app, count_occ_app, IH.
  destruct g as [l|l|a b|a b|a|k l]; cbn [parts map value count_occ];
    try (destruct (bool_dec _ true); reflexivity).
  destruct (nth a y false), (nth b y false); reflexivity.
Qed.

Lemma without_xor_values gs y : fold_left (fun y gates => level_values gates y) (without_xor gs) y = level_values gs y.
Proof.
  unfold without_xor. destruct (existsb is_xor gs); [|reflexivity]. cbn [fold_left]. exact (whole_values gs y []).
Qed.

Theorem plain_values ls : forall y, fold_left (fun y gates => level_values gates y) (plain_levels ls) y
  = fold_left (fun y gates => level_values gates y) ls y.
Proof.
  unfold plain_levels. induction ls as [|gs ls IH]; intros y; [reflexivity|]. cbn [flat_map fold_left].
  rewrite fold_left_app, without_xor_values. apply IH.
Qed.

Theorem plain_sparse v ls : forall y, sparse_levels v ls y -> sparse_levels v (plain_levels ls) y.
Proof.
  unfold plain_levels. induction ls as [|gs ls IH]; intros y [H S]; [split; auto|]. cbn [flat_map]. unfold without_xor.
  destruct (existsb is_xor gs); cbn [app sparse_levels]; [|split; auto]. split; [exact H|].
  assert (E := whole_values gs y []). cbn [app length] in E. rewrite E.
  split; [|apply IH; exact S]. rewrite parts_ones. destruct ls; apply S.
Qed.

Lemma whole_length gs : forall first, length (whole_of first gs) = length gs.
Proof. induction gs as [|g gs IH]; intros first; [reflexivity|]. destruct g; cbn [whole_of length]; rewrite IH; reflexivity. Qed.

Lemma parts_wired m gs : forallb (fun g => forallb (fun j => Nat.ltb j m) (wires g)) (flat_map parts gs) = true ->
  forallb (fun g => forallb (fun j => Nat.ltb j m) (wires g)) gs = true.
Proof.
  induction gs as [|g gs IH]; intros H; [reflexivity|]. cbn [flat_map] in H. rewrite forallb_app in H. apply andb_prop in H as [H1 H2].
  cbn [forallb]. rewrite IH by exact H2. rewrite andb_true_r.
  destruct g; cbn [parts forallb wires] in *; rewrite !andb_true_iff in *; tauto.
Qed.

Theorem plain_wired ls : forall m k, wired m (plain_levels ls) k = true -> wired m ls k = true.
Proof.
  unfold plain_levels. induction ls as [|gs ls IH]; intros m k H; [exact H|]. cbn [flat_map] in H. unfold without_xor in H.
  destruct (existsb is_xor gs); cbn [app wired] in *.
  - apply andb_prop in H as [H1 H]. apply andb_prop in H as [_ H]. rewrite whole_length in H.
    rewrite (parts_wired _ _ H1), (IH _ _ H). reflexivity.
  - apply andb_prop in H as [H1 H]. rewrite H1, (IH _ _ H). reflexivity.
Qed.
