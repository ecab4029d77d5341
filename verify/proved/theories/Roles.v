(** What a neuron of a level has to do: the roles of features in the gates whose words have it, by points. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Multiplicity.
Import ListNotations.
Open Scope Z_scope.

(** 3: makes the gate 1 alone, or is the first input of an Andnot; 2: an input of an And of two; 1: the second input of
    an Andnot; 0: none of these. *)
Definition meaning (j : nat) (g : gate) : nat :=
  match g with
  | And [a; b] => if Nat.eqb a j || Nat.eqb b j then 2 else 0
  | Or l => if member j l then 3 else 0
  | Copy a => if Nat.eqb a j then 3 else 0
  | Andnot a b => if Nat.eqb a j then 3 else if Nat.eqb b j then 1 else 0
  | _ => 0
  end.

(** The role of a feature in a neuron is the largest of its roles in the neuron's gates. *)
Fixpoint role (j : nat) (gs : list gate) : nat :=
  match gs with [] => O | g :: gs' => Nat.max (meaning j g) (role j gs') end.

Definition points (r : nat) : Z := match r with 3%nat => 2 | 2%nat => 1 | 1%nat => -2 | _ => 0 end.
Definition worth_of (gs : list gate) (j : nat) : Z := points (role j gs).

(** The neuron must be 1 where the points of the active features are 2 or more. *)
Definition must (gs : list gate) (J : list nat) : bool := 2 <=? sumf (worth_of gs) J.

(** What it should be: 1 where one of its gates is. *)
Definition one (gs : list gate) (J : list nat) : bool := existsb (fun g => value g (fun j => member j J)) gs.

Fixpoint distinct (l : list nat) : bool := match l with [] => true | a :: l' => negb (member a l') && distinct l' end.

(** The gates of levels with contracts, at most v features being active. *)
Definition taken (v : nat) (g : gate) : bool :=
  match g with
  | And l => distinct l && (Nat.eqb (length l) 2 || Nat.leb 3 (length l) && Nat.leb v 2)
  | Or _ | Copy _ => true
  | Andnot a b => negb (Nat.eqb a b)
  | _ => false
  end.

(* ---------------------------------------------------------------- lemmas *)

Lemma role_at_least j g gs : In g gs -> (meaning j g <= role j gs)%nat.
Proof. induction gs as [|g' gs IH]; intros []; cbn [role]; subst; [|apply IH in H]; lia. Qed.

Lemma role_from j gs : role j gs <> O -> exists g, In g gs /\ meaning j g = role j gs.
Proof.
  induction gs as [|g gs IH]; intros H; cbn [role] in *; [congruence|].
  destruct (Nat.max_spec (meaning j g) (role j gs)) as [[L E]|[L E]]; rewrite E in *.
  - destruct (IH H) as (g' & I & Q). exists g'. split; [right|]; auto.
  - exists g. split; [left|]; auto.
Qed.

Lemma meaning_range j g : (meaning j g <= 3)%nat.
Proof.
  destruct g as [l|l|a b|a b|a|k l]; cbn [meaning]; try lia.
  - destruct l as [|a [|b [|c l]]]; try lia. destruct (_ || _); lia.
  - destruct (member j l); lia.
  - destruct (Nat.eqb a j); [lia|]. destruct (Nat.eqb b j); lia.
  - destruct (Nat.eqb a j); lia.
Qed.

Lemma role_range j gs : (role j gs <= 3)%nat.
Proof. induction gs as [|g gs IH]; cbn [role]; [lia|]. assert (H := meaning_range j g). lia. Qed.

Lemma meaning_wires j g : meaning j g <> O -> In j (wires g).
Proof.
  destruct g as [l|l|a b|a b|a|k l]; cbn [meaning wires]; try congruence.
  - destruct l as [|a [|b [|c l]]]; try congruence. destruct (Nat.eqb_spec a j), (Nat.eqb_spec b j); simpl; auto; congruence.
  - destruct (member j l) eqn:E; [|congruence]. intros _. apply member_In. exact E.
  - destruct (Nat.eqb_spec a j); [simpl; auto|]. destruct (Nat.eqb_spec b j); [simpl; auto|congruence].
  - destruct (Nat.eqb_spec a j); [simpl; auto|congruence].
Qed.

Lemma value_permutation g J J' : Permutation J J' -> value g (fun j => member j J) = value g (fun j => member j J').
Proof. intros P. apply value_ext. intros j. apply member_perm. exact P. Qed.

Lemma one_permutation gs J J' : Permutation J J' -> one gs J = one gs J'.
Proof. intros P. unfold one. induction gs as [|g gs IH]; auto. cbn [existsb]. rewrite (value_permutation g J J' P), IH. auto. Qed.

Lemma must_permutation gs J J' : Permutation J J' -> must gs J = must gs J'.
Proof. intros P. unfold must. rewrite (sumf_perm _ _ _ P). reflexivity. Qed.

(** A gate that is 1 has an active input. *)
Lemma value_needs v g J : taken v g = true -> value g (fun j => member j J) = true -> exists j, In j (wires g) /\ In j J.
Proof.
  destruct g as [l|l|a b|a b|a|k l]; cbn [taken value wires]; intros T V; try discriminate.
  - apply andb_prop in T as [_ T]. destruct l as [|a l]; [discriminate|]. cbn [forallb] in V. apply andb_prop in V as [V _].
    exists a. split; [left; auto|]. apply member_In. exact V.
  - apply existsb_exists in V as (a & I & V). exists a. split; auto. apply member_In. exact V.
  - apply andb_prop in V as [V _]. exists a. split; [left; auto|]. apply member_In. exact V.
  - exists a. split; [left; auto|]. apply member_In. exact V.
Qed.

(** Whether a gate is 1 depends on those of its inputs that are active. *)
Lemma value_wires g y y' : (forall j, In j (wires g) -> y j = y' j) -> value g y = value g y'.
Proof.
  destruct g as [l|l|a b|a b|a|k l]; cbn [wires value]; intros H;
    try (rewrite !H by (simpl; auto); reflexivity).
  - induction l as [|a l IH]; auto. cbn [forallb]. rewrite H by (left; auto). rewrite IH; auto. intros j I. apply H. right; auto.
  - induction l as [|a l IH]; auto. cbn [existsb]. rewrite H by (left; auto). rewrite IH; auto. intros j I. apply H. right; auto.
  - f_equal. f_equal. induction l as [|a l IH]; auto. cbn [filter]. rewrite H by (left; auto).
    rewrite IH; auto. intros j I. apply H. right; auto.
Qed.

Lemma member_pair j p q : member j [p; q] = (Nat.eqb j p || Nat.eqb j q)%bool.
Proof. unfold member. cbn [existsb]. rewrite orb_false_r. reflexivity. Qed.

Lemma distinct_NoDup l : distinct l = true -> NoDup l.
Proof.
  induction l as [|a l IH]; intros H; [constructor|]. cbn [distinct] in H. apply andb_prop in H as [H1 H2].
  constructor; auto. apply member_false, negb_true_iff. exact H1.
Qed.

(** An And that is 1 has all of its inputs among the active ones. *)
Lemma and_inputs v l J : taken v (And l) = true -> value (And l) (fun j => member j J) = true -> (length l <= length J)%nat.
Proof.
  cbn [taken value]. intros T V. apply andb_prop in T as [D _]. apply distinct_NoDup in D. rewrite forallb_forall in V.
  apply (NoDup_incl_length D). intros j I. apply member_In, V, I.
Qed.

Section Taken.
  Variables (v : nat) (gs : list gate).
  Hypothesis kinds : forallb (taken v) gs = true.

  Lemma kind g : In g gs -> taken v g = true.
  Proof. intros I. rewrite forallb_forall in kinds. auto. Qed.

  Lemma none_active : must gs [] = false /\ one gs [] = false.
  Proof.
    split; [reflexivity|]. destruct (one gs []) eqn:E; auto. apply existsb_exists in E as (g & I & V).
    apply (value_needs v) in V as (j & _ & []). apply kind. exact I.
  Qed.

  (** Alone a feature has two points where its role is 3, and just then a gate is 1. *)
  Lemma alone p : one gs [p] = must gs [p].
  Proof.
    assert (E : must gs [p] = Nat.eqb (role p gs) 3).
    { unfold must, worth_of. cbn [sumf]. assert (R := role_range p gs).
      destruct (role p gs) as [|[|[|[|r]]]]; auto. }
    rewrite E. apply eq_true_iff_eq. rewrite Nat.eqb_eq. unfold one. rewrite existsb_exists. split.
    - intros (g & I & V). enough (meaning p g = 3%nat) by (assert (H1 := role_at_least p g gs I); assert (H2 := role_range p gs); lia).
      assert (K := kind g I). destruct g as [l|l|a b|a b|a|k l]; try discriminate K; cbn [meaning].
      + apply and_inputs with (v := v) in V; auto. cbn [taken] in K. apply andb_prop in K as [_ K]. apply orb_prop in K as [K|K];
          [apply Nat.eqb_eq in K|apply andb_prop in K as [K _]; apply Nat.leb_le in K]; simpl in V; lia.
      + cbn [value] in V. apply existsb_exists in V as (j & J & V). apply member_In in V as [<-|[]]. apply member_In in J. rewrite J. auto.
      + cbn [value] in V. apply andb_prop in V as [V _]. apply member_In in V as [<-|[]]. rewrite Nat.eqb_refl. auto.
      + cbn [value] in V. apply member_In in V as [<-|[]]. rewrite Nat.eqb_refl. auto.
    - intros R. destruct (role_from p gs) as (g & I & Q); [congruence|]. exists g. split; auto. rewrite R in Q.
      assert (K := kind g I). assert (P : member p [p] = true) by (apply member_In; left; auto).
      destruct g as [l|l|a b|a b|a|k l]; try discriminate K; cbn [meaning value] in *.
      + destruct l as [|a [|b [|c l]]]; try discriminate. destruct (_ || _); discriminate.
      + destruct (member p l) eqn:M; [|discriminate]. apply existsb_exists. exists p. split; auto. apply member_In; auto.
      + destruct (Nat.eqb_spec a p) as [->|D]; [|destruct (Nat.eqb b p); discriminate]. rewrite P. cbn [taken] in K.
        apply negb_true_iff, Nat.eqb_neq in K. cbn [andb]. apply negb_true_iff, member_false.
        intros [F|[]]. congruence.
      + destruct (Nat.eqb_spec a p) as [->|D]; [exact P|discriminate].
  Qed.

  (** A feature that no gate of the neuron has changes nothing. *)
  Lemma untouched p q : ~ In q (flat_map wires gs) -> must gs [p; q] = must gs [p] /\ one gs [p; q] = one gs [p].
  Proof.
    intros N. split.
    - unfold must. cbn [sumf]. assert (W : worth_of gs q = 0).
      { unfold worth_of. destruct (Nat.eq_dec (role q gs) 0) as [->|D]; auto. apply role_from in D as (g & I & Q).
        destruct (Nat.eq_dec (meaning q g) 0) as [E|D]; [rewrite <- Q, E; auto|]. exfalso. apply N, in_flat_map.
        exists g. split; auto. apply meaning_wires. exact D. }
      rewrite W. reflexivity.
    - unfold one. assert (H : forall l, incl l gs -> existsb (fun g => value g (fun j => member j [p; q])) l
        = existsb (fun g => value g (fun j => member j [p])) l).
      { induction l as [|g l IH]; intros I; auto. cbn [existsb]. rewrite IH by (intros a A; apply I; right; auto). f_equal.
        apply value_wires. intros j J. assert (j <> q).
        { intros ->. apply N, in_flat_map. exists g. split; auto. apply I. left; auto. }
        unfold member. cbn [existsb]. replace (Nat.eqb j q) with false by (symmetry; apply Nat.eqb_neq; auto). reflexivity. }
      apply H, incl_refl.
  Qed.

  (** On two features, those gates matter that have one of them. *)
  Lemma one_of_two p q : one gs [p; q] = one (filter (fun g => member p (wires g)) gs) [p; q]
    || one (filter (fun g => member q (wires g)) gs) [p; q].
  Proof.
    apply eq_true_iff_eq. rewrite orb_true_iff. unfold one. rewrite !existsb_exists. split.
    - intros (g & I & V). destruct (value_needs v g _ (kind g I) V) as (j & W & [<-|[<-|[]]]);
        [left|right]; exists g; (split; [apply filter_In; split; auto; apply member_In; auto|auto]).
    - intros [(g & I & V)|(g & I & V)]; apply filter_In in I as [I _]; eauto.
  Qed.

  Lemma half_points j : (role j gs <> 3)%nat -> worth_of gs j <= 1.
  Proof.
    intros R. assert (H := role_range j gs). unfold worth_of. destruct (role j gs) as [|[|[|[|r]]]]; cbn [points]; lia.
  Qed.
End Taken.
