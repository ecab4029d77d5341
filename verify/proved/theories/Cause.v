(** Where points and gates disagree about a neuron, they disagree on two of the active features. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Multiplicity Roles.
Import ListNotations.
Open Scope Z_scope.

Section Cause.
  Variables (v : nat) (gs : list gate).
  Hypothesis kinds : forallb (taken v) gs = true.

  (** Where points and gates disagree, they disagree on two of the active features, in the same way. *)
  Lemma cause_of_wrong J b : NoDup J -> (length J <= v)%nat -> must gs J = b -> one gs J = negb b ->
    exists p q, In p J /\ In q J /\ p <> q /\ must gs [p; q] = b /\ one gs [p; q] = negb b.
  Proof.
    intros N L M O. destruct (Nat.le_gt_cases v 2) as [V|V].
    - destruct J as [|p [|q [|r J]]]; cbn [length] in L; try lia.
      + destruct (none_active v gs kinds) as [E1 E2]. destruct b; cbn [negb] in O; congruence.
      + rewrite (alone v gs kinds), M in O. destruct b; discriminate.
      + exists p, q. repeat split; auto; [left|right; left|]; auto. inversion N as [|? ? N1 N2]. intros ->. apply N1. left; auto.
    - assert (K : forall g, In g gs -> match g with And [_; _] | Or _ | Copy _ => True | _ => False end).
      { intros g I. assert (K := kind v gs kinds g I). destruct g as [l|l|a c|a c|a|k l]; cbn [taken] in K; try discriminate; auto.
        - apply andb_prop in K as [_ K]. apply orb_prop in K as [K|K]; [|apply andb_prop in K as [_ K]; apply Nat.leb_le in K; lia].
          destruct l as [|a [|c [|d l]]]; try discriminate; auto.
        - apply andb_prop in K as [_ K]. apply Nat.leb_le in K. lia. }
      assert (Pos : forall j, 0 <= worth_of gs j).
      { intros j. unfold worth_of. destruct (Nat.eq_dec (role j gs) 1) as [E|E].
        - exfalso. destruct (role_from j gs) as (g & I & Q); [congruence|]. apply K in I. rewrite E in Q.
          destruct g as [[|a [|c [|d l]]]|l|a c|a c|a|k l]; try contradiction; cbn [meaning] in Q;
            repeat match goal with H : (if ?x then _ else _) = _ |- _ => destruct x; try discriminate end.
        - assert (H := role_range j gs). destruct (role j gs) as [|[|[|[|r]]]]; cbn [points]; try lia; congruence. }
      assert (Mono : forall J', incl J' J -> one gs J = false -> one gs J' = false).
      { intros J' I F. destruct (one gs J') eqn:E; auto. rewrite <- F. symmetry. apply existsb_exists in E as (g & G & W).
        apply existsb_exists. exists g. split; auto. assert (S : forall j, member j J' = true -> member j J = true).
        { intros j Q. apply member_In. apply I, member_In, Q. }
        apply K in G. destruct g as [[|a [|c [|d l]]]|l|a c|a c|a|k l]; try contradiction; cbn [value] in *; auto.
        - cbn [forallb] in *. rewrite !andb_true_iff in *. intuition.
        - apply existsb_exists in W as (j & Q & W). apply existsb_exists. eauto. }
      assert (Sum : forall l, incl l J -> forall j, In j l -> worth_of gs j <= sumf (worth_of gs) l).
      { intros l _. induction l as [|a l IH]; intros j []; cbn [sumf]; assert (P := Pos a).
        - subst. assert (Q := sumf_nonneg (worth_of gs) l (fun x _ => Pos x)). lia.
        - apply IH in H. lia. }
      assert (Full : forall j, In j J -> role j gs = 3%nat -> one gs J = true).
      { intros j I R. apply not_false_is_true. intros E. apply (Mono [j]) in E; [|intros x [<-|[]]; auto].
        rewrite (alone v gs kinds) in E. unfold must, worth_of in E. cbn [sumf] in E. rewrite R in E. discriminate. }
      destruct b; cbn [negb] in *.
      + assert (No3 : forall j, In j J -> role j gs <> 3%nat) by (intros j I R; apply Full in R; auto; congruence).
        unfold must in M. apply Z.leb_le in M.
        assert (Two : forall l, NoDup l -> incl l J -> 2 <= sumf (worth_of gs) l ->
          exists p q, In p l /\ In q l /\ p <> q /\ worth_of gs p = 1 /\ worth_of gs q = 1).
        { assert (One : forall l, incl l J -> 1 <= sumf (worth_of gs) l -> exists p, In p l /\ worth_of gs p = 1).
          { induction l as [|a l IH]; intros I S; cbn [sumf] in S; [lia|].
            assert (H := half_points gs a (No3 a (I a (or_introl eq_refl)))). assert (P := Pos a).
            destruct (Z.eq_dec (worth_of gs a) 1) as [E|E]; [exists a; split; [left|]; auto|].
            destruct IH as (p & P1 & P2); [intros x X; apply I; right; auto|lia|]. exists p. split; [right|]; auto. }
          induction l as [|a l IH]; intros Nl I S; cbn [sumf] in S; [lia|].
          assert (H := half_points gs a (No3 a (I a (or_introl eq_refl)))). assert (P := Pos a). inversion Nl as [|? ? N1 N2]; subst.
          assert (I' : incl l J) by (intros x X; apply I; right; auto).
          destruct (Z.eq_dec (worth_of gs a) 1) as [E|E].
          - destruct (One l I' ltac:(lia)) as (q & Q1 & Q2). exists a, q. repeat split; auto; [left; auto|right; auto|].
            intros ->. contradiction.
          - destruct IH as (p & q & P1 & P2 & P3); auto; [lia|]. exists p, q. repeat split; try (right; tauto); tauto. }
        destruct (Two J N (incl_refl J) M) as (p & q & P1 & P2 & P3 & P4 & P5). exists p, q. repeat split; auto.
        * unfold must. cbn [sumf]. rewrite P4, P5. reflexivity.
        * apply Mono; auto. intros x [<-|[<-|[]]]; auto.
      + exfalso. unfold must in M. apply Z.leb_gt in M. apply existsb_exists in O as (g & G & W). assert (Kg := K g G).
        assert (R : forall j r, In j J -> meaning j g = r -> (r <= role j gs)%nat) by (intros j r _ <-; apply role_at_least; auto).
        assert (W3 : forall j, In j J -> meaning j g = 3%nat -> False).
        { intros j I Q. apply R in Q; auto. assert (H := role_range j gs). assert (E : role j gs = 3%nat) by lia.
          assert (S := Sum J (incl_refl J) j I). unfold worth_of in S at 1. rewrite E in S. cbn [points] in S. lia. }
        destruct g as [[|a [|c [|d l]]]|l|a c|a c|a|k l]; try contradiction; cbn [value meaning] in *.
        * cbn [forallb] in W. rewrite !andb_true_iff in W. destruct W as (Wa & Wc & _). apply member_In in Wa, Wc.
          assert (D := kind v gs kinds _ G). cbn [taken distinct] in D. apply andb_prop in D as [D _]. apply andb_prop in D as [D _].
          apply negb_true_iff, member_false in D. assert (Dac : a <> c) by (intros ->; apply D; left; auto).
          assert (Ra : (2 <= role a gs)%nat) by (apply (R a 2%nat); auto; rewrite Nat.eqb_refl; auto).
          assert (Rc : (2 <= role c gs)%nat) by (apply (R c 2%nat); auto; rewrite Nat.eqb_refl, orb_true_r; auto).
          assert (P1 : forall j, (2 <= role j gs)%nat -> 1 <= worth_of gs j).
          { intros j Q. unfold worth_of. assert (H := role_range j gs).
            destruct (role j gs) as [|[|[|[|r]]]]; cbn [points]; lia. }
          apply P1 in Ra, Rc. apply in_split in Wa as (J1 & J2 & ->).
          rewrite (sumf_perm _ _ (a :: J1 ++ J2)) in M by (symmetry; apply Permutation_middle). cbn [sumf] in M.
          assert (Ic : In c (J1 ++ J2)).
          { apply in_app_or in Wc as [Q|[Q|Q]]; [|congruence|]; apply in_or_app; auto. }
          assert (S := Sum (J1 ++ J2) ltac:(intros x X; apply in_app_or in X as [X|X]; apply in_or_app; [left|right; right]; auto) c Ic). lia.
        * apply existsb_exists in W as (j & I & W). apply member_In in I. apply member_In in W. apply (W3 j W). rewrite I. auto.
        * apply member_In in W. apply (W3 a W). rewrite Nat.eqb_refl. auto.
  Qed.
End Cause.
