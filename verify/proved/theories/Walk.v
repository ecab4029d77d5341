(** All inputs with at most v active features, each visited once, with the sum of their columns at hand. *)
From Coq Require Import ZArith List Bool Lia.
From Superproof Require Import Statement Codes Lists.
Import ListNotations.
Open Scope Z_scope.

Section Walk.
  Variables (A : Type) (visit : vector -> list nat -> A -> option A).

  (** [x] is the sum for the active features [act]; those of [cols] may join. *)
  Fixpoint walk (v : nat) (cols : list (nat * vector)) (x : vector) (act : list nat) (a : A) : option A :=
    match visit x act a with
    | None => None
    | Some a' =>
        match v with
        | O => Some a'
        | S v' =>
            (fix loop (cs : list (nat * vector)) (a : A) : option A :=
               match cs with
               | [] => Some a
               | (j, c) :: cs' =>
                   match walk v' cs' (add x c) (j :: act) a with None => None | Some a' => loop cs' a' end
               end) cols a'
        end
    end.

  Variables (base : vector) (col : nat -> vector).
  Fixpoint sum_of (act : list nat) : vector := match act with [] => base | j :: act' => add (sum_of act') (col j) end.
  Definition some_columns (k r : nat) : list (nat * vector) := map (fun j => (j, col j)) (seq k r).

  (** What holds of an input once it was visited, and stays. *)
  Variables (good : list nat -> A -> Prop) (le : A -> A -> Prop).
  Hypothesis le_refl : forall a, le a a.
  Hypothesis le_trans : forall a b c, le a b -> le b c -> le a c.
  Hypothesis good_le : forall act a b, good act a -> le a b -> good act b.
  Hypothesis visit_le : forall act a b, visit (sum_of act) act a = Some b -> le a b.
  Hypothesis visit_good : forall act a b, visit (sum_of act) act a = Some b -> good act b.

  Lemma walk_le v : forall r k act a b, walk v (some_columns k r) (sum_of act) act a = Some b -> le a b.
  Proof.
    induction v; intros r k act a b H; cbn [walk] in H;
      destruct (visit (sum_of act) act a) as [a1|] eqn:V; try discriminate; apply visit_le in V.
    - injection H as <-. auto.
    - apply (le_trans _ _ _ V). clear V a. revert k a1 H. induction r; intros k a1 H; [injection H as <-; auto|].
      unfold some_columns in H. cbn [seq map] in H.
      destruct (walk v _ (add (sum_of act) (col k)) (k :: act) a1) as [a2|] eqn:W; [|discriminate].
      apply (le_trans _ a2); [|exact (IHr (S k) a2 H)]. exact (IHv r (S k) (k :: act) a1 a2 W).
  Qed.

  Theorem walk_covers v : forall r k act a b, walk v (some_columns k r) (sum_of act) act a = Some b ->
    forall y, length y = r -> (active_features y <= v)%nat -> good (rev (active_from k y) ++ act) b.
  Proof.
    induction v; intros r k act a b H y L C; cbn [walk] in H;
      destruct (visit (sum_of act) act a) as [a1|] eqn:V; try discriminate; apply visit_good in V.
    - injection H as <-. replace (active_from k y) with (@nil nat); auto.
      unfold active_features in C. rewrite <- (active_from_length k) in C.
      destruct (active_from k y); simpl in C; auto; lia.
    - subst r. revert k a1 H V C. induction y as [|c y IHy]; intros k a1 H V C; [injection H as <-; exact V|].
      unfold some_columns in H. cbn [length seq map] in H.
      destruct (walk v _ (add (sum_of act) (col k)) (k :: act) a1) as [a2|] eqn:W; [|discriminate].
      assert (W' : walk v (some_columns (S k) (length y)) (sum_of (k :: act)) (k :: act) a1 = Some a2) by exact W.
      destruct c; cbn [active_from].
      + cbn [rev]. rewrite <- app_assoc. cbn [app].
        assert (G : good (rev (active_from (S k) y) ++ k :: act) a2).
        { apply (IHv _ _ _ _ _ W'); auto. unfold active_features in *. simpl in C. lia. }
        apply (good_le _ _ _ G). clear G W W' V C. revert H. generalize (length y), (S k). intros r k0. revert k0 a2.
        induction r; intros k0 a2 H; [injection H as <-; auto|]. cbn [seq map] in H.
        destruct (walk v _ (add (sum_of act) (col k0)) (k0 :: act) a2) as [a3|] eqn:W; [|discriminate].
        apply (le_trans _ a3); [|exact (IHr _ _ H)]. exact (walk_le v r (S k0) (k0 :: act) a2 a3 W).
      + apply (IHy (S k) a2 H); [|exact C]. apply (good_le _ _ _ V). exact (walk_le _ _ _ _ _ _ W').
  Qed.

  (** What every visit of an input keeps holds in the end. *)
  Variables (m most : nat) (P : A -> Prop).
  Hypothesis visit_keeps : forall y a b, length y = m -> (active_features y <= most)%nat ->
    visit (sum_of (rev (active y))) (rev (active y)) a = Some b -> P a -> P b.

  Lemma active_from_app k y z : active_from k (y ++ z) = active_from k y ++ active_from (k + length y) z.
  Proof.
    revert k; induction y as [|[] y IH]; intros k; cbn [app active_from length]; [f_equal; lia|..];
      rewrite IH; replace (S k + length y)%nat with (k + S (length y))%nat by lia; reflexivity.
  Qed.

  Lemma active_from_false k r : active_from k (repeat false r) = [].
  Proof. revert k; induction r; intros k; cbn [repeat active_from]; auto. Qed.

  Theorem walk_keeps v : forall r pre a b, (length pre + r = m)%nat -> (active_features pre + v <= most)%nat ->
    walk v (some_columns (length pre) r) (sum_of (rev (active pre))) (rev (active pre)) a = Some b -> P a -> P b.
  Proof.
    assert (Full : forall pre r a b, (length pre + r = m)%nat -> (active_features pre <= most)%nat ->
      visit (sum_of (rev (active pre))) (rev (active pre)) a = Some b -> P a -> P b).
    { intros pre r a b L C V Pa. apply (visit_keeps (pre ++ repeat false r) a b).
      - rewrite app_length, repeat_length. exact L.
      - unfold active_features in *. rewrite <- (active_from_length 0), active_from_app, active_from_false, app_nil_r.
        rewrite active_from_length. exact C.
      - unfold active in *. rewrite active_from_app, active_from_false, app_nil_r. exact V.
      - exact Pa. }
    induction v; intros r pre a b L C H Pa; cbn [walk] in H;
      destruct (visit _ _ a) as [a1|] eqn:V; try discriminate; apply (Full pre r) in V; auto; try lia.
    - injection H as <-. exact V.
    - clear Pa a. set (act := rev (active pre)) in *.
      assert (G : forall r q a1, (length q + r = m)%nat -> active q = active pre -> 
        (fix loop (cs : list (nat * vector)) (a : A) : option A :=
           match cs with
           | [] => Some a
           | (j, c) :: cs' =>
               match walk v cs' (add (sum_of act) c) (j :: act) a with None => None | Some a' => loop cs' a' end
           end) (some_columns (length q) r) a1 = Some b -> P a1 -> P b).
      { clear r a1 L H V. induction r; intros q a1 L E H P1; [injection H as <-; auto|].
        unfold some_columns in H. cbn [seq map] in H.
        destruct (walk v _ (add (sum_of act) (col (length q))) (length q :: act) a1) as [a2|] eqn:W; [|discriminate].
        assert (E1 : rev (active (q ++ [true])) = length q :: act).
        { unfold active in *. rewrite active_from_app. cbn [active_from]. rewrite rev_app_distr, E. reflexivity. }
        assert (E2 : active (q ++ [false]) = active pre).
        { unfold active in *. rewrite active_from_app. cbn [active_from]. rewrite app_nil_r. exact E. }
        assert (S1 : forall b, S (length q) = length (q ++ [b])) by (intros; rewrite app_length; simpl; lia).
        apply (IHr (q ++ [false]) a2); auto; [rewrite <- S1; lia|rewrite <- S1; exact H|].
        apply (IHv r (q ++ [true]) a1 a2); [rewrite <- S1; lia| |rewrite E1, <- S1; exact W|auto].
        unfold active_features in *. rewrite <- (active_from_length 0 (q ++ [true])), <- rev_length.
        change (active_from 0 (q ++ [true])) with (active (q ++ [true])). rewrite E1. cbn [length]. unfold act.
        rewrite rev_length. unfold active. rewrite active_from_length. lia. }
      apply (G r pre a1); auto.
  Qed.
End Walk.
