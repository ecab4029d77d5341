(** Sets of features that leave nobody alone: those in which every feature that is not loud has one near it. They are
    grown part by part, a part from its least feature on by features near one that is there; so each is met once. *)
From Coq Require Import Arith ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Walk.
Import ListNotations.
Open Scope nat_scope.

(** Those of [close] that may join: not below k, not there, not left out, not waiting. *)
Definition fresh (k : nat) (act out border close : list nat) : list nat :=
  filter (fun i => Nat.leb k i && negb (member i act) && negb (member i out) && negb (member i border)) close.

Lemma fresh_In k act out border close i : In i (fresh k act out border close) <->
  In i close /\ k <= i /\ ~ In i act /\ ~ In i out /\ ~ In i border.
Proof.
  unfold fresh. rewrite filter_In, !andb_true_iff, !negb_true_iff, Nat.leb_le, !member_false. tauto.
Qed.

Section Growth.
  Variables (A : Type) (visit : vector -> list nat -> A -> option A) (col : nat -> vector).
  Variables (near : nat -> list nat) (loud : nat -> bool).

  (** At most v more features. [act] is visited if it is [whole], that is, if the part that grows may stay as it is.
      Features of [border], and those [close] to the newest one, may join the part; a new one begins with a feature of
      [later], which are k, k + 1, ...; those of [out] have been tried before. *)
  Fixpoint grow (v : nat) (whole : bool) (k : nat) (later border close out : list nat)
      (x : vector) (act : list nat) (a : A) : option A :=
    match (if whole then visit x act a else Some a) with
    | None => None
    | Some a =>
        match v with
        | O => Some a
        | S v' =>
            match
              (fix extend (border out : list nat) (a : A) : option A :=
                 match border with
                 | [] => Some a
                 | b :: border' =>
                     if member b act then extend border' out a
                     else match grow v' true k later border' (near b) out (add x (col b)) (b :: act) a with
                          | None => None
                          | Some a' => extend border' (b :: out) a'
                          end
                 end) (border ++ fresh k act out border close) out a
            with
            | None => None
            | Some a =>
                if whole then
                  (fix open (k : nat) (later : list nat) (a : A) : option A :=
                     match later with
                     | [] => Some a
                     | j :: later' =>
                         if member j act then open (S k) later' a
                         else match grow v' (loud j) (S k) later' [] (near j) [] (add x (col j)) (j :: act) a with
                              | None => None
                              | Some a' => open (S k) later' a'
                              end
                     end) k later a
                else Some a
            end
        end
    end.

  Variable base : vector.
  Notation sum_of := (sum_of base col).

  (** The two loops under names of their own. *)
  Definition extend v k later act := fix extend (border out : list nat) (a : A) : option A :=
    match border with
    | [] => Some a
    | b :: border' =>
        if member b act then extend border' out a
        else match grow v true k later border' (near b) out (sum_of (b :: act)) (b :: act) a with
             | None => None
             | Some a' => extend border' (b :: out) a'
             end
    end.

  Definition open v act := fix open (k : nat) (later : list nat) (a : A) : option A :=
    match later with
    | [] => Some a
    | j :: later' =>
        if member j act then open (S k) later' a
        else match grow v (loud j) (S k) later' [] (near j) [] (sum_of (j :: act)) (j :: act) a with
             | None => None
             | Some a' => open (S k) later' a'
             end
    end.

  Lemma extend_cons v k later act b border out a : extend v k later act (b :: border) out a =
    if member b act then extend v k later act border out a
    else match grow v true k later border (near b) out (sum_of (b :: act)) (b :: act) a with
         | None => None
         | Some a' => extend v k later act border (b :: out) a'
         end.
  Proof. reflexivity. Qed.

  Lemma open_cons v act k j later a : open v act k (j :: later) a =
    if member j act then open v act (S k) later a
    else match grow v (loud j) (S k) later [] (near j) [] (sum_of (j :: act)) (j :: act) a with
         | None => None
         | Some a' => open v act (S k) later a'
         end.
  Proof. reflexivity. Qed.

  Lemma grow_step v whole k later border close out act a b :
    grow v whole k later border close out (sum_of act) act a = Some b ->
    exists a1, (if whole then visit (sum_of act) act a else Some a) = Some a1 /\
    match v with
    | O => a1 = b
    | S v' => exists a2, extend v' k later act (border ++ fresh k act out border close) out a1 = Some a2 /\
              (if whole then open v' act k later a2 else Some a2) = Some b
    end.
  Proof.
    destruct v as [|v]; cbn [grow]; destruct (if whole then visit _ _ _ else _) as [a1|] eqn:V; try discriminate;
      intros H; exists a1; (split; [reflexivity|]).
    - injection H as ->. reflexivity.
    - change (match extend v k later act (border ++ fresh k act out border close) out a1 with
              | None => None
              | Some a2 => if whole then open v act k later a2 else Some a2
              end = Some b) in H.
      destruct (extend _ _ _ _ _ _ _) as [a2|]; [|discriminate]. exists a2. auto.
  Qed.

  (** What every visit keeps holds in the end; [act] are always different features below m, at most [most]. *)
  Section Keeps.
    Variables (m most : nat) (P : A -> Prop).
    Hypothesis near_below : forall j i, In i (near j) -> i < m.
    Hypothesis visit_keeps : forall act a b, NoDup act -> (forall i, In i act -> i < m) -> length act <= most ->
      visit (sum_of act) act a = Some b -> P a -> P b.

    Theorem grow_keeps v : forall whole k later border close out act a b,
      (forall i, In i (later ++ border ++ close ++ act) -> i < m) -> NoDup act -> length act + v <= most ->
      grow v whole k later border close out (sum_of act) act a = Some b -> P a -> P b.
    Proof.
      induction v as [|v IH]; intros whole k later border close out act a b B N L H Pa;
        apply grow_step in H as (a1 & V & H);
        (assert (P1 : P a1);
         [destruct whole; [|injection V as <-; exact Pa];
          apply (visit_keeps act a a1); auto; [intros i I; apply B; rewrite !in_app_iff; tauto|lia]|]).
      - subst. exact P1.
      - destruct H as (a2 & E & O).
        assert (Bl : forall i, In i later -> i < m) by (intros i I; apply B; rewrite !in_app_iff; tauto).
        assert (Ba : forall i, In i act -> i < m) by (intros i I; apply B; rewrite !in_app_iff; tauto).
        assert (Bb : forall i, In i (border ++ fresh k act out border close) -> i < m).
        { intros i I. apply B. rewrite !in_app_iff. apply in_app_or in I as [I|I]; [tauto|].
          apply fresh_In in I. tauto. }
        assert (P2 : P a2).
        { clear O B V. revert Bb E P1. generalize (border ++ fresh k act out border close) as l. intros l. revert out a1.
          induction l as [|j l IHl]; intros out a1 Bb E P1; [injection (E : Some a1 = Some _) as <-; exact P1|].
          rewrite extend_cons in E.
          destruct (member j act) eqn:J; [apply (IHl out a1); auto; intros i I; apply Bb; right; auto|].
          apply member_false in J. destruct (grow v _ _ _ _ _ _ _ _ a1) as [a'|] eqn:G; [|discriminate].
          apply (IHl (j :: out) a'); auto; [intros i I; apply Bb; right; auto|].
          apply (IH _ _ _ _ _ _ (j :: act) _ _) in G; auto.
          - intros i I. rewrite !in_app_iff in I. destruct I as [I|[I|[I|[<-|I]]]]; auto.
            + apply Bb. right. auto.
            + eauto.
            + apply Bb. left. auto.
          - constructor; auto.
          - cbn [length]. lia. }
        destruct whole; [|injection O as <-; exact P2].
        clear E B Bb V P1. revert Bl O P2. clear Pa. revert k a2. induction later as [|j l IHl]; intros k a2 Bl E P2;
          [injection (E : Some a2 = Some _) as <-; exact P2|].
        rewrite open_cons in E.
        destruct (member j act) eqn:J; [apply (IHl (S k) a2); auto; intros i I; apply Bl; right; auto|].
        apply member_false in J. destruct (grow v _ _ _ _ _ _ _ _ a2) as [a'|] eqn:G; [|discriminate].
        apply (IHl (S k) a'); auto; [intros i I; apply Bl; right; auto|].
        apply (IH _ _ _ _ _ _ (j :: act) _ _) in G; auto.
        + intros i I. rewrite !in_app_iff in I. destruct I as [I|[[]|[I|[<-|I]]]]; auto.
          * apply Bl. right. auto.
          * eauto.
          * apply Bl. left. auto.
        + constructor; auto.
        + cbn [length]. lia.
    Qed.
  End Keeps.
End Growth.
