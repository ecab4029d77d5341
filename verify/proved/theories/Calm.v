(** The growth of parts meets every calm set: one in which every feature that is not loud has another one near it. *)
From Coq Require Import Arith ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Walk Growth.
Import ListNotations.
Open Scope nat_scope.

Section Calm.
  Variables (A : Type) (visit : vector -> list nat -> A -> option A) (col : nat -> vector).
  Variables (near : nat -> list nat) (loud : nat -> bool) (base : vector).
  Notation sum_of := (sum_of base col).
  Notation grow := (grow A visit col near loud).
  Notation extend := (extend A visit col near loud base).
  Notation open := (open A visit col near loud base).

  Variables (good : list nat -> A -> Prop) (le : A -> A -> Prop).
  Hypothesis le_refl : forall a, le a a.
  Hypothesis le_trans : forall a b c, le a b -> le b c -> le a c.
  Hypothesis good_le : forall act a b, good act a -> le a b -> good act b.
  Hypothesis visit_le : forall act a b, visit (sum_of act) act a = Some b -> le a b.
  Hypothesis visit_good : forall act a b, visit (sum_of act) act a = Some b -> good act b.
  Hypothesis near_both : forall i j, In i (near j) -> In j (near i).

  Lemma extend_le v k later act : (forall border close out b a a',
      grow v true k later border close out (sum_of (b :: act)) (b :: act) a = Some a' -> le a a') ->
    forall border out a b, extend v k later act border out a = Some b -> le a b.
  Proof.
    intros G. induction border as [|j l IHl]; intros out a b H; [injection (H : Some a = Some _) as <-; auto|]. rewrite extend_cons in H.
    destruct (member j act); [eauto|]. destruct (grow v _ _ _ _ _ _ _ _ a) as [a'|] eqn:E; [|discriminate].
    apply (le_trans _ a'); eauto.
  Qed.

  Lemma open_le v act : (forall whole k later border close out b a a',
      grow v whole k later border close out (sum_of (b :: act)) (b :: act) a = Some a' -> le a a') ->
    forall later k a b, open v act k later a = Some b -> le a b.
  Proof.
    intros G. induction later as [|j l IHl]; intros k a b H; [injection (H : Some a = Some _) as <-; auto|]. rewrite open_cons in H.
    destruct (member j act); [eauto|]. destruct (grow v _ _ _ _ _ _ _ _ a) as [a'|] eqn:E; [|discriminate].
    apply (le_trans _ a'); eauto.
  Qed.

  Lemma grow_le v : forall whole k later border close out act a b,
    grow v whole k later border close out (sum_of act) act a = Some b -> le a b.
  Proof.
    induction v as [|v IH]; intros whole k later border close out act a b H; apply grow_step in H as (a1 & V & H);
      (assert (L1 : le a a1); [destruct whole; [apply (visit_le act); exact V|injection V as <-; auto]|]).
    - subst. exact L1.
    - destruct H as (a2 & E & O). apply (le_trans _ a1); auto. apply (le_trans _ a2).
      + apply extend_le in E; auto. intros. eapply IH; eauto.
      + destruct whole; [|injection O as <-; auto]. apply open_le in O; auto. intros. eapply IH; eauto.
  Qed.

  (** A set of features in which every one that is not loud has another one near it. *)
  Definition calm (T : list nat) : Prop := forall j, In j T -> loud j = false -> exists i, In i T /\ i <> j /\ In i (near j).

  Variable T : list nat.
  Hypothesis T_once : NoDup T.
  Hypothesis T_calm : calm T.

  Definition met (a : A) : Prop := exists act, Permutation act T /\ good act a.

  Lemma met_le a b : met a -> le a b -> met b.
  Proof. intros (act & H & G) L. exists act. eauto. Qed.

  Lemma rest_of act : NoDup act -> incl act T -> (exists i, In i T /\ ~ In i act) \/ Permutation act T.
  Proof.
    intros N I. destruct (existsb (fun i => negb (member i act)) T) eqn:E.
    - left. apply existsb_exists in E as (i & Hi & E). apply negb_true_iff, member_false in E. eauto.
    - right. apply NoDup_Permutation; auto. intros i. split; auto. intros H.
      destruct (member i act) eqn:M; [apply member_In; auto|].
      assert (F : existsb (fun i => negb (member i act)) T = true) by (apply existsb_exists; exists i; rewrite M; auto).
      congruence.
  Qed.

  (** Where the search stands, if it is to meet T. *)
  Definition towards (v k n : nat) (border out act : list nat) : Prop :=
    NoDup act /\ incl act T /\ length T <= length act + v /\ (forall i, In i T -> i < k + n) /\
    (forall i, In i out -> ~ In i T) /\ (forall i, In i T -> i < k -> In i act) /\
    (forall j i, In j act -> In i T -> In i (near j) -> In i act \/ In i border).

  Theorem grow_meets v : forall (whole : bool) k n border close out act a b,
    towards v k n (border ++ fresh k act out border close) out act ->
    (whole = false -> exists i, In i T /\ ~ In i act /\ In i (border ++ fresh k act out border close)) ->
    grow v whole k (seq k n) border close out (sum_of act) act a = Some b -> met b.
  Proof.
    induction v as [|v IH]; intros whole k n border close out act a b W X H;
      apply grow_step in H as (a1 & V & H); destruct W as (N & I & L & R & O & K & C);
      destruct (rest_of act N I) as [(i & Ti & Ai)|Q].
    - assert (length (i :: act) <= length T); [|cbn [length] in *; lia].
      apply NoDup_incl_length; [constructor; auto|]. intros j [<-|J]; auto.
    - subst a1. destruct whole; [exists act; eauto|]. destruct (X eq_refl) as (i & Ti & Ai & _). destruct Ai.
      apply (Permutation_in i (Permutation_sym Q)). exact Ti.
    - destruct H as (a2 & E & Op). set (bd := border ++ fresh k act out border close) in *.
      (* a feature of T at the border joins, the first one *)
      destruct (existsb (fun i => member i T && negb (member i act)) bd) eqn:Bd.
      + apply (met_le a2); [|destruct whole; [|injection Op as <-; apply le_refl];
          apply open_le in Op; auto; intros; eapply grow_le; eauto].
        clear Op X V. clearbody bd. clear border close. clear a. rename a1 into a.
        revert out a a2 E O C Bd. induction bd as [|j l IHl]; intros out a b2 E O C Bd; [discriminate|].
        rewrite extend_cons in E. cbn [existsb] in Bd. destruct (member j act) eqn:Ja.
        { rewrite andb_false_r in Bd. cbn [orb] in Bd. apply (IHl out a b2 E O); auto. apply member_In in Ja.
          intros j' i' H1 H2 H3. destruct (C j' i' H1 H2 H3) as [H|[<-|H]]; auto. }
        pose proof Ja as Ja'. apply member_false in Ja'.
        destruct (grow v _ _ _ _ _ _ _ _ a) as [a'|] eqn:G; [|discriminate].
        assert (Le : le a' b2) by (apply extend_le in E; auto; intros; eapply grow_le; eauto).
        destruct (member j T) eqn:Jt.
        * apply member_In in Jt. apply (met_le a'); auto. eapply IH; [| |exact G]; [|discriminate].
          repeat split; auto.
          -- constructor; auto.
          -- intros q [<-|Hq]; auto.
          -- cbn [length]. lia.
          -- intros q Hq Lq. right. auto.
          -- intros j' i' Hj Hi Hn. destruct (in_dec Nat.eq_dec i' (j :: act)) as [Y|Y]; [left; exact Y|right].
             apply in_or_app. destruct (in_dec Nat.eq_dec i' l) as [Z|Z]; [left; exact Z|right].
             destruct Hj as [<-|Hj].
             ++ apply (proj2 (fresh_In _ _ _ _ _ _)). split; [exact Hn|split; [|split; [exact Y|split; [|exact Z]]]].
                ** destruct (Nat.le_gt_cases k i') as [|Lt]; auto. destruct Y. right. exact (K i' Hi Lt).
                ** intros F. exact (O i' F Hi).
             ++ destruct (C j' i' Hj Hi Hn) as [H|[<-|H]]; [destruct Y; right; auto|destruct Y; left; auto|contradiction].
        * apply member_false in Jt. apply (IHl (j :: out) a' b2 E); auto.
          -- intros q [<-|Hq]; auto.
          -- intros j' i' H1 H2 H3. destruct (C j' i' H1 H2 H3) as [H|[<-|H]]; auto. contradiction.
      + (* none does: the parts there are complete, and the least feature left begins a new one *)
        assert (None_ : forall i, In i bd -> In i T -> In i act).
        { intros q Hq Tq. destruct (member q act) eqn:M; [apply member_In; auto|].
          assert (F : existsb (fun i => member i T && negb (member i act)) bd = true).
          { apply existsb_exists. exists q. rewrite M. apply member_In in Tq. rewrite Tq. auto. }
          congruence. }
        destruct whole; [|destruct (X eq_refl) as (q & Tq & Aq & Bq); destruct Aq; auto].
        assert (Cl : forall j i, In j act -> In i T -> In i (near j) -> In i act).
        { intros j q H1 H2 H3. destruct (C j q H1 H2 H3); auto. }
        clear V E X C None_ Bd O. clearbody bd. clear bd border close out a a1. rename a2 into a.
        revert k a R K Op. induction n as [|n IHn]; intros k a R K Op.
        { destruct Ai. apply K; auto. specialize (R i Ti). lia. }
        cbn [seq] in Op. rewrite open_cons in Op. destruct (member k act) eqn:Ka.
        { apply member_In in Ka. apply (IHn (S k) a); auto.
          - intros q Hq. specialize (R q Hq). lia.
          - intros q Hq Lq. destruct (Nat.eq_dec q k) as [->|]; auto. apply K; auto. lia. }
        apply member_false in Ka. destruct (grow v _ _ _ _ _ _ _ _ a) as [a'|] eqn:G; [|discriminate].
        destruct (in_dec Nat.eq_dec k T) as [Kt|Kt].
        * apply (met_le a'); [|apply open_le in Op; auto; intros; eapply grow_le; eauto].
          assert (Fr : forall q, In q T -> In q (near k) -> In q (k :: act) \/ In q (fresh (S k) (k :: act) [] [] (near k))).
          { intros q Hq Hn. destruct (in_dec Nat.eq_dec q (k :: act)) as [Y|Y]; auto. right. apply (proj2 (fresh_In _ _ _ _ _ _)).
            split; [exact Hn|split; [|split; [exact Y|split; intros []]]].
            destruct (Nat.le_gt_cases (S k) q) as [|Lt]; auto. destruct Y.
            destruct (Nat.eq_dec q k) as [->|]; [left; auto|]. right. apply K; auto. lia. }
          eapply IH; [| |exact G].
          -- repeat split; auto.
             ++ constructor; auto.
             ++ intros q [<-|Hq]; auto.
             ++ cbn [length]. lia.
             ++ intros q Hq. specialize (R q Hq). lia.
             ++ intros q Hq Lq. destruct (Nat.eq_dec q k) as [->|]; [left; auto|]. right. apply K; auto. lia.
             ++ intros j q [<-|Hj] Hq Hn; [apply Fr; auto|]. left. right. eauto.
          -- intros Lk. destruct (T_calm k Kt Lk) as (q & Tq & Dq & Nq). exists q.
             assert (Aq : ~ In q (k :: act)).
             { intros [E|F]; [congruence|]. apply Ka. apply (Cl q k F Kt). apply near_both. exact Nq. }
             repeat split; auto. destruct (Fr q Tq Nq) as [F|F]; [contradiction|]. exact F.
        * apply (IHn (S k) a'); auto.
          -- intros q Hq. specialize (R q Hq). lia.
          -- intros q Hq Lq. destruct (Nat.eq_dec q k) as [->|]; [contradiction|]. apply K; auto. lia.
    - destruct H as (a2 & E & Op). destruct whole.
      + apply (met_le a1); [exists act; eauto|]. apply (le_trans _ a2).
        * apply extend_le in E; auto. intros; eapply grow_le; eauto.
        * apply open_le in Op; auto. intros; eapply grow_le; eauto.
      + destruct (X eq_refl) as (i & Ti & Ai & _). destruct Ai. apply (Permutation_in i (Permutation_sym Q)). exact Ti.
  Qed.
End Calm.
