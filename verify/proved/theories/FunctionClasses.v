(** How many functions there are to compute, and that few active features tell them apart: ANDs of q features on different
    or on any sets (2-AND is q = 2), and permutations. *)
From Coq Require Import Arith List Bool Lia FinFun.
From Superproof Require Import Counting.
Import ListNotations.

(* ---------------------------------------------------------------- sets of q features *)

Fixpoint choose (m q : nat) : nat :=
  match q, m with
  | O, _ => 1
  | S _, O => 0
  | S q', S m' => choose m' q' + choose m' q
  end.

(** Each set once, with its members descending. *)
Fixpoint sets (m q : nat) : list (list nat) :=
  match q, m with
  | O, _ => [[]]
  | S _, O => []
  | S q', S m' => map (cons m') (sets m' q') ++ sets m' q
  end.

Lemma sets_length m : forall q, length (sets m q) = choose m q.
Proof. induction m; intros [|q]; simpl; auto. rewrite app_length, map_length, !IHm. reflexivity. Qed.

Lemma sets_In m : forall q s, In s (sets m q) -> length s = q /\ NoDup s /\ forall j, In j s -> j < m.
Proof.
  induction m; intros [|q] s H; simpl in H; try (destruct H as [<-|[]]; repeat split; [constructor|intros ? []]); [tauto|].
  apply in_app_or in H as [H|H].
  - apply in_map_iff in H as (t & <- & H). apply IHm in H as (H1 & H2 & H3). repeat split; simpl; auto.
    + constructor; auto. intros I. apply H3 in I. lia.
    + intros j [<-|J]; auto. apply H3 in J. lia.
  - apply IHm in H as (H1 & H2 & H3). repeat split; auto. intros j J. apply H3 in J. lia.
Qed.

Lemma sets_NoDup m : forall q, NoDup (sets m q).
Proof.
  induction m; intros [|q]; simpl; try (repeat constructor; intros []).
  apply NoDup_append; auto; [apply NoDup_cons_map; auto|]. intros s H I. apply in_map_iff in H as (t & <- & _).
  apply sets_In in I as (_ & _ & I). specialize (I m (or_introl eq_refl)). lia.
Qed.

Lemma sets_incl m : forall q s t, In s (sets m q) -> In t (sets m q) -> incl t s -> t = s.
Proof.
  induction m; intros [|q] s t Hs Ht I; simpl in Hs, Ht; try (destruct Hs as [<-|[]], Ht as [<-|[]]; reflexivity); [tauto|].
  apply in_app_or in Hs as [Hs|Hs]; apply in_app_or in Ht as [Ht|Ht].
  - apply in_map_iff in Hs as (s' & <- & Hs). apply in_map_iff in Ht as (t' & <- & Ht). f_equal. apply (IHm q); auto.
    intros j J. apply sets_In in Ht as (_ & _ & Ht). destruct (I j (or_intror J)) as [<-|K]; auto. apply Ht in J. lia.
  - apply in_map_iff in Hs as (s' & <- & Hs). apply sets_In in Hs as (Ls & _). apply sets_In in Ht as (Lt & Nt & Bt).
    assert (incl t s') by (intros j J; destruct (I j J) as [<-|K]; auto; apply Bt in J; lia).
    apply NoDup_incl_length in H; auto. lia.
  - apply in_map_iff in Ht as (t' & <- & Ht). apply sets_In in Hs as (_ & _ & Bs).
    specialize (Bs m (I m (or_introl eq_refl))). lia.
  - apply (IHm (S q)); auto.
Qed.

(* ---------------------------------------------------------------- labelled ANDs *)

Definition member (j : nat) (l : list nat) : bool := existsb (Nat.eqb j) l.

Lemma member_In j l : member j l = true <-> In j l.
Proof.
  unfold member. rewrite existsb_exists. split; [intros (x & H & E); apply Nat.eqb_eq in E; congruence|].
  intros H. exists j. split; auto. apply Nat.eqb_refl.
Qed.

(** Output i is the AND of the features of set i. *)
Definition ands (f : list (list nat)) (y : nat -> bool) : list bool := map (forallb y) f.

(** k outputs on different sets, and on any sets. *)
Definition distinct_ands (m q k : nat) : list (list (list nat)) :=
  arrangements (list_eq_dec Nat.eq_dec) (sets m q) k.
Fixpoint sequences {A} (X : list A) (k : nat) : list (list A) :=
  match k with O => [[]] | S k' => flat_map (fun x => map (cons x) (sequences X k')) X end.
Definition free_ands (m q k : nat) : list (list (list nat)) := sequences (sets m q) k.

Lemma sequences_In {A} (X : list A) k : forall s, In s (sequences X k) -> length s = k /\ incl s X.
Proof.
  induction k; intros s H; simpl in H; [destruct H as [<-|[]]; split; auto; intros ? []|].
  apply in_flat_map in H as (x & Hx & H). apply in_map_iff in H as (t & <- & H). apply IHk in H as [H1 H2].
  split; simpl; auto. intros y [<-|Y]; auto.
Qed.

Lemma sequences_length {A} (X : list A) k : length (sequences X k) = length X ^ k.
Proof.
  induction k; simpl; auto. enough (G : forall Y, length (flat_map (fun x => map (cons x) (sequences X k)) Y)
    = length Y * length X ^ k) by apply G.
  induction Y as [|y Y IH]; simpl; auto. rewrite app_length, map_length, IHk, IH. reflexivity.
Qed.

Lemma sequences_NoDup {A} (X : list A) k : NoDup X -> NoDup (sequences X k).
Proof.
  intros N. induction k; simpl; [repeat constructor; intros []|].
  enough (G : forall Y, NoDup Y -> NoDup (flat_map (fun x => map (cons x) (sequences X k)) Y)) by auto.
  induction Y as [|y Y IH]; intros NY; simpl; [constructor|]. inversion NY; subst.
  apply NoDup_append; auto; [apply NoDup_cons_map; auto|]. intros s Hs H. apply in_map_iff in Hs as (s1 & <- & _).
  apply in_flat_map in H as (z & Hz & H). apply in_map_iff in H as (s2 & E & _). congruence.
Qed.

Theorem distinct_ands_count m q k : length (distinct_ands m q k) = falling (choose m q) k /\ NoDup (distinct_ands m q k).
Proof.
  rewrite <- sets_length. split; [apply arrangements_length|apply arrangements_NoDup]; apply sets_NoDup.
Qed.

Theorem free_ands_count m q k : length (free_ands m q k) = choose m q ^ k /\ NoDup (free_ands m q k).
Proof. rewrite <- sets_length. split; [apply sequences_length|apply sequences_NoDup, sets_NoDup]. Qed.

Lemma falling_at_least k : forall n, k <= n -> (n - k + 1) ^ k <= falling n k.
Proof.
  induction k as [|k IH]; intros n L; [cbn; lia|]. cbn [Nat.pow falling].
  apply Nat.mul_le_mono; [lia|]. specialize (IH (n - 1) ltac:(lia)). replace (n - S k + 1) with (n - 1 - k + 1) by lia. exact IH.
Qed.

(** N parameters of b bits that tell all labelled problems of k different ANDs of q features apart. *)
Theorem ands_need_parameters m q k N b (P : list (list nat) -> list bool) :
  (forall f g, In f (distinct_ands m q k) -> In g (distinct_ands m q k) -> P f = P g -> f = g) ->
  (forall f, In f (distinct_ands m q k) -> length (P f) = N * b) -> k <= choose m q ->
  (choose m q - k + 1) ^ k <= 2 ^ (N * b).
Proof.
  intros I L K. destruct (distinct_ands_count m q k) as [E D]. apply Nat.le_trans with (1 := falling_at_least k _ K).
  rewrite <- E. exact (parameters_of_fixed_length (distinct_ands m q k) P D I N b L).
Qed.

(** Different members are different functions, already on the inputs with q active features. *)
Theorem ands_differ m q f g : length f = length g -> incl f (sets m q) -> incl g (sets m q) ->
  (forall s, In s (sets m q) -> ands f (fun j => member j s) = ands g (fun j => member j s)) -> f = g.
Proof.
  revert g. induction f as [|s f IH]; intros [|t g] L If Ig H; try discriminate; auto.
  assert (Hs : In s (sets m q)) by (apply If; left; auto). assert (Ht : In t (sets m q)) by (apply Ig; left; auto).
  f_equal.
  - symmetry. apply (sets_incl m q); auto. intros j J. specialize (H s Hs). cbn [ands map] in H. injection H as H _.
    assert (T : forallb (fun j => member j s) s = true) by (apply forallb_forall; intros x X; apply member_In; auto).
    rewrite T in H. symmetry in H. rewrite forallb_forall in H. apply member_In. auto.
  - apply IH; [injection L; auto|intros x X; apply If; right; auto|intros x X; apply Ig; right; auto|].
    intros r R. specialize (H r R). cbn [ands map] in H. injection H as _ H. exact H.
Qed.

Lemma choose_1 m : choose m 1 = m.
Proof. induction m; simpl; auto. simpl in IHm. rewrite IHm. destruct m; reflexivity. Qed.

(** C(m, 2) = m (m - 1) / 2. *)
Theorem choose_2 m : 2 * choose m 2 = m * (m - 1).
Proof. induction m; simpl choose; auto. rewrite choose_1. destruct m; simpl in *; lia. Qed.

(* ---------------------------------------------------------------- permutations *)

(** Output i repeats feature p_i. *)
Definition permutations (m : nat) : list (list nat) := arrangements Nat.eq_dec (seq 0 m) m.
Definition copies (p : list nat) (y : nat -> bool) : list bool := map y p.

Theorem permutations_count m : length (permutations m) = fact m /\ NoDup (permutations m).
Proof.
  split; [|apply arrangements_NoDup, seq_NoDup]. unfold permutations. rewrite arrangements_length, seq_length by apply seq_NoDup.
  induction m; auto. cbn [falling fact]. rewrite Nat.sub_succ, Nat.sub_0_r, IHm. reflexivity.
Qed.

(** Different ones differ on some input with one active feature. *)
Theorem permutations_differ m p q : In p (permutations m) -> In q (permutations m) ->
  (forall j, j < m -> copies p (Nat.eqb j) = copies q (Nat.eqb j)) -> p = q.
Proof.
  unfold permutations. rewrite !arrangements_In. intros (Lp & _ & Ip) (Lq & _ & Iq) H. rewrite <- Lq in Lp. clear Lq.
  revert q Lp Iq H. induction p as [|a p IH]; intros [|b q] L Iq H; try discriminate; auto. f_equal.
  - assert (A : a < m) by (specialize (Ip a (or_introl eq_refl)); apply in_seq in Ip; lia).
    specialize (H a A). cbn [copies map] in H. injection H as H _. rewrite Nat.eqb_refl in H. symmetry in H.
    apply Nat.eqb_eq in H. exact H.
  - apply IH; [intros x X; apply Ip; right; auto|injection L; auto|intros x X; apply Iq; right; auto|].
    intros j J. specialize (H j J). cbn [copies map] in H. injection H as _ H. exact H.
Qed.
