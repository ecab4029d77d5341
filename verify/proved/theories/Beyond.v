(** Neurons that are wrong on more than two active features: which two of these are the cause. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Multiplicity Roles Neurons.
Import ListNotations.
Open Scope Z_scope.

Definition touch_of (gs : list gate) (j : nat) : touch := Touch j (worth_of gs j) (filter (fun g => member j (wires g)) gs).

(** Makes a gate 1 whatever else is active; has one at least that is no And with [q], and no andnot of [q]. *)
Definition surely (t : touch) : bool := existsb (fun g => match g with Or _ | Copy _ => true | _ => false end) (about t).
Definition speaks (t : touch) (q : nat) : bool :=
  existsb (fun g => match g with
    | Or _ | Copy _ | And _ => true
    | Andnot a b => Nat.eqb a (feature t) && negb (Nat.eqb b q)
    | _ => false
    end) (about t).

Definition joined (t : touch) (q : nat) : bool :=
  existsb (fun g => match g with And l => member q l | _ => false end) (about t).
Definition negates (t : touch) (q : nat) : bool :=
  existsb (fun g => match g with Andnot a b => Nat.eqb a (feature t) && Nat.eqb b q | _ => false end) (about t).

(** Both are negated by one feature. *)
Definition negated_alike (t t' : touch) : bool :=
  existsb (fun g => match g with Andnot a b => Nat.eqb a (feature t) && negates t' b | _ => false end) (about t).

(** The cause of a neuron that must be 1 though no gate is; of one that must be 0 though a gate is 1. *)
Definition additional_pair (t t' : touch) : bool :=
  negb (surely t) && negb (surely t') && (2 <=? worth t + worth t') && negb (joined t (feature t'))
  && ((worth t =? 1) && (worth t' =? 1) || negates t (feature t') || negates t' (feature t) || negated_alike t t').
Definition missing_pair (t t' : touch) : bool :=
  (worth t' =? -2) && speaks t (feature t') || (worth t =? -2) && speaks t' (feature t).
Definition beyond_pair (b : bool) (t t' : touch) : bool := if b then additional_pair t t' else missing_pair t t'.

(* ---------------------------------------------------------------- lemmas *)

Lemma about_In gs j g : In g (about (touch_of gs j)) <-> In g gs /\ In j (wires g).
Proof. cbn [about touch_of]. rewrite filter_In, member_In. reflexivity. Qed.

Lemma negates_spec gs x y : negates (touch_of gs x) y = true <-> In (Andnot x y) gs.
Proof.
  unfold negates. rewrite existsb_exists. cbn [feature touch_of]. split.
  - intros (g & I & H). apply about_In in I as [I _]. destruct g; try discriminate. apply andb_prop in H as [H1 H2].
    apply Nat.eqb_eq in H1, H2. subst. exact I.
  - intros I. exists (Andnot x y). split; [apply about_In; split; [exact I|left; reflexivity]|]. rewrite !Nat.eqb_refl. reflexivity.
Qed.

Lemma worth_touches gs j : worth_of gs j <> 0 -> In j (flat_map wires gs).
Proof.
  intros W. destruct (role_from j gs) as (g & I & Q); [intros E; apply W; unfold worth_of; rewrite E; reflexivity|].
  apply in_flat_map. exists g. split; auto. apply meaning_wires. intros E. apply W. unfold worth_of. rewrite <- Q, E. reflexivity.
Qed.

Lemma about_touches gs j g : In g (about (touch_of gs j)) -> In j (flat_map wires gs).
Proof. intros I. apply about_In in I as [I J]. apply in_flat_map. eauto. Qed.

Lemma beyond_touched gs b p q : beyond_pair b (touch_of gs p) (touch_of gs q) = true ->
  In p (flat_map wires gs) /\ In q (flat_map wires gs).
Proof.
  assert (N : forall x y, negates (touch_of gs x) y = true -> In x (flat_map wires gs) /\ In y (flat_map wires gs)).
  { intros x y H. apply negates_spec in H. split; apply in_flat_map; exists (Andnot x y); split; auto; simpl; auto. }
  assert (S : forall x y, speaks (touch_of gs x) y = true -> In x (flat_map wires gs)).
  { intros x y H. apply existsb_exists in H as (g & I & _). exact (about_touches _ _ _ I). }
  destruct b; cbn [beyond_pair]; unfold additional_pair, missing_pair; cbn [worth feature touch_of];
    rewrite ?andb_true_iff, ?orb_true_iff, ?andb_true_iff, ?Z.eqb_eq.
  - intros (_ & [[[[A B]|H]|H]|H]).
    + split; apply worth_touches; lia.
    + apply N, H.
    + apply N in H. tauto.
    + apply existsb_exists in H as (g & I & H). destruct g; try discriminate. split; [exact (about_touches _ _ _ I)|].
      apply andb_prop in H as [_ H]. apply N in H. tauto.
  - intros [[W H]|[W H]]; split; (apply worth_touches; lia) || (eapply S; exact H).
Qed.

Section Beyond.
  Variables (v : nat) (gs : list gate) (J : list nat).
  Hypothesis kinds : forallb (taken v) gs = true.
  Hypothesis above : (2 < v)%nat.
  Hypothesis once : NoDup J.

  Lemma kind_above g : In g gs ->
    match g with And [a; b] => a <> b | Andnot a b => a <> b | Or _ | Copy _ => True | _ => False end.
  Proof.
    intros I. assert (K := kind v gs kinds g I). destruct g as [l|l|a c|a c|a|k l]; cbn [taken] in K; try discriminate; auto.
    - apply andb_prop in K as [D K]. apply orb_prop in K as [K|K]; [|apply andb_prop in K as [_ K]; apply Nat.leb_le in K; lia].
      destruct l as [|a [|c [|d l]]]; try discriminate. cbn [distinct] in D. apply andb_prop in D as [D _].
      apply negb_true_iff, member_false in D. intros ->. apply D. left. reflexivity.
    - apply negb_true_iff, Nat.eqb_neq in K. exact K.
  Qed.

  Lemma one_gate g : In g gs -> value g (fun j => member j J) = true -> one gs J = true.
  Proof. intros I V. apply existsb_exists. eauto. Qed.

  Lemma same_image (f : nat -> nat) l : NoDup l -> ~ NoDup (map f l) -> exists x y, In x l /\ In y l /\ x <> y /\ f x = f y.
  Proof.
    induction l as [|a l IH]; intros N D; [exfalso; apply D; constructor|]. apply NoDup_cons_iff in N as [N1 N2].
    destruct (in_dec Nat.eq_dec (f a) (map f l)) as [I|I].
    - apply in_map_iff in I as (b & E & I). exists b, a. repeat split; auto; [right; auto|left; auto|]. intros ->. contradiction.
    - destruct IH as (x & y & X & Y & H); auto; [intros F; apply D; constructor; auto|]. exists x, y. repeat split; try tauto; right; auto.
  Qed.

  (** Where the points suffice though no gate is 1, two of the active features are the cause. *)
  Lemma additional_cause : must gs J = true -> one gs J = false ->
    exists p q, In p J /\ In q J /\ p <> q /\ additional_pair (touch_of gs p) (touch_of gs q) = true /\
      additional_pair (touch_of gs q) (touch_of gs p) = true.
  Proof.
    intros M O.
    assert (F1 : forall j, In j J -> surely (touch_of gs j) = false).
    { intros j I. apply not_true_is_false. intros S. apply existsb_exists in S as (g & G & S). apply about_In in G as [G W].
      assert (V : value g (fun j => member j J) = true); [|rewrite (one_gate g G V) in O; discriminate].
      destruct g; try discriminate; cbn [value wires] in *.
      - apply existsb_exists. exists j. split; auto. apply member_In. exact I.
      - destruct W as [->|[]]. apply member_In. exact I. }
    assert (F2 : forall p q, In p J -> In q J -> p <> q -> joined (touch_of gs p) q = false).
    { intros p q P Q D. apply not_true_is_false. intros S. apply existsb_exists in S as (g & G & S). apply about_In in G as [G W].
      assert (K := kind_above g G). destruct g as [[|a [|c [|d l]]]|l|a c|a c|a|k l]; try discriminate; try contradiction.
      apply member_In in S. assert (V : value (And [a; c]) (fun j => member j J) = true); [|rewrite (one_gate _ G V) in O; discriminate].
      cbn [value forallb wires In] in *. rewrite !andb_true_iff, !member_In.
      destruct W as [<-|[<-|[]]], S as [<-|[<-|[]]]; try congruence; auto. }
    assert (F3 : forall x, In x J -> worth_of gs x = 2 -> exists y, In (Andnot x y) gs /\ In y J).
    { intros x X W. assert (R : role x gs = 3%nat).
      { unfold worth_of in W. assert (H := role_range x gs). destruct (role x gs) as [|[|[|[|r]]]]; cbn [points] in W; try discriminate; lia. }
      destruct (role_from x gs) as (g & G & Q); [congruence|]. rewrite R in Q. assert (S := F1 x X).
      assert (Sure : In x (wires g) -> match g with Or _ | Copy _ => False | _ => True end).
      { intros I. destruct g; auto; (assert (T : surely (touch_of gs x) = true); [|congruence]);
          apply existsb_exists; eexists; (split; [apply about_In; split; [exact G|exact I]|reflexivity]). }
      specialize (Sure (meaning_wires x g ltac:(congruence))).
      destruct g as [[|a [|c [|d l]]]|l|a c|a c|a|k l]; cbn [meaning] in Q; try contradiction; try discriminate.
      - destruct (_ || _); discriminate.
      - destruct (Nat.eqb_spec a x) as [->|D]; [|destruct (Nat.eqb c x); discriminate]. exists c. split; auto.
        apply member_In. destruct (member c J) eqn:E; auto. assert (V : value (Andnot x c) (fun j => member j J) = true).
        { cbn [value]. rewrite E. apply member_In in X. rewrite X. reflexivity. }
        rewrite (one_gate _ G V) in O. discriminate. }
    assert (Pair : forall p q, In p J -> In q J -> p <> q -> 2 <= worth_of gs p + worth_of gs q ->
      (worth_of gs p =? 1) && (worth_of gs q =? 1) || negates (touch_of gs p) q || negates (touch_of gs q) p
        || negated_alike (touch_of gs p) (touch_of gs q) = true -> additional_pair (touch_of gs p) (touch_of gs q) = true).
    { intros p q P Q D W L. unfold additional_pair. cbn [worth feature touch_of]. fold (touch_of gs p) (touch_of gs q).
      rewrite (F1 p P), (F1 q Q), (F2 p q P Q D), L. apply Z.leb_le in W. rewrite W. reflexivity. }
    assert (Kind : forall r x, In x (kind_of gs r J) -> In x J /\ worth_of gs x = r).
    { intros r x I. apply filter_In in I as [I E]. apply Z.eqb_eq in E. auto. }
    assert (Once : forall r, NoDup (kind_of gs r J)) by (intros r; apply NoDup_filter; exact once).
    unfold must in M. apply Z.leb_le in M. rewrite points_by_kind in M.
    destruct (kind_of gs 1 J) as [|p [|q l]] eqn:E1; cycle 2.
    { destruct (Kind 1 p) as [P Wp]; [rewrite E1; left; reflexivity|].
      destruct (Kind 1 q) as [Q Wq]; [rewrite E1; right; left; reflexivity|].
      assert (D : p <> q). { specialize (Once 1). rewrite E1 in Once. inversion Once as [|? ? N _]. intros ->. apply N. left. reflexivity. }
      exists p, q. repeat split; auto; apply Pair; auto; rewrite ?Wp, ?Wq; try lia; reflexivity. }
    all: set (second := fun x => match find (fun g => match g with Andnot a y => Nat.eqb a x && member y J | _ => false end) gs with
        | Some (Andnot _ y) => y | _ => x end).
    all: assert (Second : forall x, In x (kind_of gs 2 J) -> In (Andnot x (second x)) gs /\ In (second x) J);
      [intros x X; apply Kind in X as [X W]; destruct (F3 x X W) as (y & G & Y); unfold second;
       destruct (find _ gs) as [g|] eqn:F;
       [apply find_some in F as [F1' F2']; destruct g; try discriminate; apply andb_prop in F2' as [F2' F3']; apply Nat.eqb_eq in F2';
        subst; split; [exact F1'|apply member_In; exact F3']
       |apply find_none with (x := Andnot x y) in F; [|exact G]; rewrite Nat.eqb_refl in F; apply member_In in Y; rewrite Y in F; discriminate]|].
    all: assert (Less : (length (kind_of gs (-2) J) < length (kind_of gs 2 J))%nat) by (cbn [length] in M; lia).
    all: destruct (existsb (fun x => negb (worth_of gs (second x) =? -2)) (kind_of gs 2 J)) eqn:A.
    1, 3: apply existsb_exists in A as (x & X & A); apply negb_true_iff, Z.eqb_neq in A; destruct (Second x X) as [G Y];
      apply Kind in X as [X W]; assert (D := kind_above _ G); cbn beta iota in D;
      assert (Wy : 1 <= worth_of gs (second x)) by
        (assert (R := role_at_least (second x) _ gs G); cbn [meaning] in R;
         replace (Nat.eqb x (second x)) with false in R by (symmetry; apply Nat.eqb_neq; exact D); rewrite Nat.eqb_refl in R;
         unfold worth_of in *; assert (H := role_range (second x) gs);
         destruct (role (second x) gs) as [|[|[|[|r]]]]; cbn [points] in *; lia);
      apply negates_spec in G; exists x, (second x); repeat split; auto; apply Pair; auto; try lia; rewrite G, ?orb_true_r; reflexivity.
    all: assert (Neg : incl (map second (kind_of gs 2 J)) (kind_of gs (-2) J));
      [intros y I; apply in_map_iff in I as (x & <- & X); destruct (Second x X) as [_ Y]; apply filter_In; split; [exact Y|];
       destruct (Z.eqb_spec (worth_of gs (second x)) (-2)) as [E|E]; auto; exfalso;
       assert (T : existsb (fun x => negb (worth_of gs (second x) =? -2)) (kind_of gs 2 J) = true); [|congruence];
       apply existsb_exists; exists x; split; [exact X|]; apply negb_true_iff, Z.eqb_neq; exact E|].
    all: destruct (same_image second (kind_of gs 2 J) (Once 2)) as (x & y & X & Y & D & E);
      [intros N; apply NoDup_incl_length in Neg; auto; rewrite map_length in Neg; lia|].
    all: assert (Gx := proj1 (Second x X)); assert (Gy := proj1 (Second y Y)); rewrite <- E in Gy;
      apply Kind in X as [X Wx]; apply Kind in Y as [Y Wy];
      assert (Alike : forall a b c, In (Andnot a c) gs -> In (Andnot b c) gs -> negated_alike (touch_of gs a) (touch_of gs b) = true);
      [intros a b c Ga Gb; apply existsb_exists; exists (Andnot a c); split; [apply about_In; split; [exact Ga|left; reflexivity]|];
       cbn [feature touch_of]; rewrite Nat.eqb_refl; apply negates_spec; exact Gb|].
    all: exists x, y; repeat split; auto; apply Pair; auto; try lia;
      [rewrite (Alike x y _ Gx Gy)|rewrite (Alike y x _ Gy Gx)]; apply orb_true_r.
  Qed.

  (** Where a gate is 1 though the points do not suffice, two of the active features are the cause. *)
  Lemma missing_cause : must gs J = false -> one gs J = true ->
    exists p q, In p J /\ In q J /\ p <> q /\ missing_pair (touch_of gs p) (touch_of gs q) = true /\
      missing_pair (touch_of gs q) (touch_of gs p) = true.
  Proof.
    intros M O. unfold must in M. apply Z.leb_gt in M. apply existsb_exists in O as (g & G & V).
    assert (Neg : forall l, NoDup l -> incl l J -> 2 <= sumf (fun j => Z.max 0 (worth_of gs j)) l -> exists z, In z J /\ worth_of gs z = -2).
    { intros l N I S. destruct (existsb (fun z => worth_of gs z =? -2) J) eqn:E.
      - apply existsb_exists in E as (z & Z1 & Z2). apply Z.eqb_eq in Z2. eauto.
      - exfalso. assert (Same : sumf (worth_of gs) J = sumf (fun j => Z.max 0 (worth_of gs j)) J).
        { apply sumf_ext_in. intros j K. destruct (worth_values gs j) as [W|[W|[W|W]]]; rewrite W; try reflexivity.
          assert (T : existsb (fun z => worth_of gs z =? -2) J = true); [|congruence].
          apply existsb_exists. exists j. rewrite W. auto. }
        assert (L := sumf_incl (fun j => Z.max 0 (worth_of gs j)) l J N ltac:(intros; lia) ltac:(intros a A _; exact (I a A))). lia. }
    assert (Cause : forall p, In p J -> 1 <= worth_of gs p -> (forall q, In q J -> speaks (touch_of gs p) q = true) ->
      (exists z, In z J /\ worth_of gs z = -2) -> exists p q, In p J /\ In q J /\ p <> q /\
      missing_pair (touch_of gs p) (touch_of gs q) = true /\ missing_pair (touch_of gs q) (touch_of gs p) = true).
    { intros p P W S (z & Z1 & Z2). exists p, z. specialize (S z Z1). split; [exact P|]. split; [exact Z1|]. split; [intros ->; lia|].
      unfold missing_pair. cbn [worth feature touch_of]. fold (touch_of gs p) (touch_of gs z). rewrite Z2, S. cbn [Z.eqb Pos.eqb andb orb].
      split; [reflexivity|apply orb_true_r]. }
    assert (Two : forall p, In p J -> meaning p g = 3%nat -> (forall q, In q J -> speaks (touch_of gs p) q = true) ->
      exists p q, In p J /\ In q J /\ p <> q /\
      missing_pair (touch_of gs p) (touch_of gs q) = true /\ missing_pair (touch_of gs q) (touch_of gs p) = true).
    { intros p P Q S. assert (R := role_at_least p g gs G). assert (H := role_range p gs).
      assert (W : worth_of gs p = 2) by (unfold worth_of; replace (role p gs) with 3%nat by lia; reflexivity).
      apply (Cause p P); [lia|exact S|]. apply (Neg [p]); [repeat constructor; intros []|intros j [<-|[]]; exact P|].
      cbn [sumf]. rewrite W. lia. }
    assert (K := kind_above g G). destruct g as [[|a [|c [|d l]]]|l|a c|a c|a|k l]; try contradiction; cbn [value] in V.
    - cbn [forallb] in V. rewrite !andb_true_iff, !member_In in V. destruct V as (Va & Vc & _).
      assert (R : forall j, j = a \/ j = c -> 1 <= worth_of gs j).
      { intros j Q. assert (R := role_at_least j _ gs G). cbn [meaning] in R.
        assert (E : (Nat.eqb a j || Nat.eqb c j)%bool = true) by (destruct Q as [->| ->]; rewrite Nat.eqb_refl; auto using orb_true_r).
        rewrite E in R. assert (H := role_range j gs). unfold worth_of. destruct (role j gs) as [|[|[|[|r]]]]; cbn [points]; lia. }
      assert (Ra := R a (or_introl eq_refl)). assert (Rc := R c (or_intror eq_refl)).
      apply (Cause a Va Ra).
      + intros q _. apply existsb_exists. exists (And [a; c]). split; [apply about_In; split; [exact G|left; reflexivity]|reflexivity].
      + apply (Neg [a; c]); [repeat constructor; [intros [E|[]]; congruence|intros []]|intros j [<-|[<-|[]]]; auto|]. cbn [sumf]. lia.
    - apply existsb_exists in V as (p & I & V). apply member_In in V. apply (Two p V).
      + cbn [meaning]. apply member_In in I. rewrite I. reflexivity.
      + intros q _. apply existsb_exists. exists (Or l). split; [apply about_In; split; [exact G|exact I]|reflexivity].
    - apply andb_prop in V as [V1 V2]. apply member_In in V1. apply negb_true_iff, member_false in V2. apply (Two a V1).
      + cbn [meaning]. rewrite Nat.eqb_refl. reflexivity.
      + intros q Q. apply existsb_exists. exists (Andnot a c). split; [apply about_In; split; [exact G|left; reflexivity]|].
        cbn [feature touch_of]. rewrite Nat.eqb_refl. cbn [andb]. apply negb_true_iff, Nat.eqb_neq. intros ->. contradiction.
    - apply member_In in V. apply (Two a V).
      + cbn [meaning]. rewrite Nat.eqb_refl. reflexivity.
      + intros q _. apply existsb_exists. exists (Copy a). split; [apply about_In; split; [exact G|left; reflexivity]|reflexivity].
  Qed.

  (** Either way. *)
  Theorem cause_beyond b : must gs J = b -> one gs J = negb b ->
    exists p q, In p J /\ In q J /\ p <> q /\ beyond_pair b (touch_of gs p) (touch_of gs q) = true /\
      beyond_pair b (touch_of gs q) (touch_of gs p) = true.
  Proof. destruct b; [apply additional_cause|apply missing_cause]. Qed.
End Beyond.
