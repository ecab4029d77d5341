(** How many gates of a level are 1 at most, without going through the inputs. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Arrays Tolerance Multiplicity Roles Neurons Wrong.
Import ListNotations.
Open Scope Z_scope.

(** For every feature the gates that have it. *)
Definition gates_at (m : nat) (gs : list gate) : list (list gate) :=
  buckets (enough m) (flat_map (fun g => map (fun j => (j, g)) (dedupe (wires g))) gs).

(** The other inputs of an And of two, where they are larger. *)
Definition partners (p : nat) (g : gate) : list nat :=
  match g with And [a; b] => filter (Nat.ltb p) [a; b] | _ => [] end.

(** Two shares of a gate that is 1 are those of its active inputs: half of them for each of an And of two, both for the
    first of an Andnot, and for any of another gate. *)
Definition shares (p : nat) (g : gate) : Z :=
  match g with And [_; _] => 1 | Andnot a _ => if Nat.eqb a p then 2 else 0 | _ => 2 end.

(** At most so many gates are 1: the v features with most shares have two for each. *)
Definition most_ones_by_shares (v m : nat) (gs : list gate) : Z :=
  let t := table_of (gates_at m gs) in
  Z.shiftr (largest_of (fun z => z) (largest_sums (fun p => sumf (shares p) (look [] t p)) v (seq 0 m))) 1.

(** At most so many gates are 1: by each feature alone, and by two that are the inputs of an And. *)
Definition most_ones_by_pairs (v m : nat) (gs : list gate) : Z :=
  let at_feature := combine (seq 0 (2 ^ enough m)) (gates_at m gs) in
  Z.of_nat v * largest_of (fun pg => sumf (fun g => unit_if (value g (fun j => member j [fst pg]))) (snd pg)) at_feature
  + two_of v * largest_of (fun pg => most (enough m) (flat_map (partners (fst pg)) (snd pg))) at_feature.

Definition most_ones_together (v m : nat) (gs : list gate) : Z :=
  Z.min (Z.of_nat (length gs)) (Z.min (most_ones_by_pairs v m gs) (most_ones_by_shares v m gs)).

(** Gates that are counted together, if kinds are counted one by one: of one kind and number of inputs. *)
Definition kind (g : gate) : nat :=
  match g with And l => 6 * length l | Or l => 6 * length l + 1 | Xor _ _ => 2 | Andnot _ _ => 3 | Copy _ => 4 | AtLeast _ l => 6 * length l + 5 end.

Definition of_kind (k : nat) (gs : list gate) : list gate := filter (fun g => Nat.eqb (kind g) k) gs.

(** At most so many gates are 1: over all kinds at once, or kind by kind. *)
Definition most_ones (v m : nat) (gs : list gate) : Z :=
  Z.min (most_ones_together v m gs) (sumf (fun k => most_ones_together v m (of_kind k gs)) (dedupe (map kind gs))).

(* ---------------------------------------------------------------- lemmas *)

Lemma level_ones gs y : Z.of_nat (length (active (level_values gs y)))
  = sumf (fun g => unit_if (value g (fun j => member j (active y)))) gs.
Proof.
  unfold active at 1. rewrite active_from_length. unfold level_values. induction gs as [|g gs IH]; auto.
  cbn [map count_occ sumf]. rewrite (value_ext g (fun j => nth j y false) (fun j => member j (active y)))
    by (intros j; symmetry; apply member_active).
  destruct (value g _); cbn [unit_if]; destruct (bool_dec _ true); try congruence; lia.
Qed.

Lemma combine_seq_In {A} (d : A) l i : (i < length l)%nat -> In (i, nth i l d) (combine (seq 0 (length l)) l).
Proof.
  intros I. assert (E : (i, nth i l d) = nth i (combine (seq 0 (length l)) l) (O, d)).
  { rewrite combine_nth by (rewrite seq_length; auto). rewrite seq_nth by exact I. reflexivity. }
  rewrite E. apply nth_In. rewrite combine_length, seq_length. lia.
Qed.

Lemma gates_at_sum (f : gate -> Z) m gs p : (p < m)%nat -> (forall g j, In g gs -> In j (wires g) -> (j < m)%nat) ->
  sumf f (nth p (gates_at m gs) []) = sumf (fun g => if member p (wires g) then f g else 0) gs.
Proof.
  intros P B. unfold gates_at. rewrite bucket_sum; [|exact P|].
  - rewrite sumf_flat_map. apply sumf_ext. intros g. rewrite sumf_map. cbn [fst snd].
    assert (E : member p (wires g) = member p (dedupe (wires g))).
    { destruct (member p (wires g)) eqn:M; symmetry.
      - apply member_In, dedupe_In, member_In. exact M.
      - apply member_false. intros I. apply (proj1 (dedupe_In _ p)), member_In in I. congruence. }
    rewrite E. clear E. assert (N := dedupe_NoDup (wires g)). induction (dedupe (wires g)) as [|a l IH]; auto.
    inversion N as [|? ? N1 N2]; subst. cbn [sumf]. rewrite IH by exact N2.
    change (member p (a :: l)) with (Nat.eqb p a || member p l). rewrite (Nat.eqb_sym p a).
    destruct (Nat.eqb_spec a p) as [->|]; cbn [orb]; [|lia].
    replace (member p l) with false by (symmetry; apply member_false; exact N1). lia.
  - intros ka I. apply in_flat_map in I as (g & I1 & I2). apply in_map_iff in I2 as (j & <- & I2). cbn [fst].
    apply (B g j I1). apply (proj1 (dedupe_In _ j)). exact I2.
Qed.

(** A gate that is 1 is 1 by one feature alone, or is an And of two that are both active. *)
Lemma value_by v g J : taken v g = true -> NoDup J -> (length J <= v)%nat -> value g (fun j => member j J) = true ->
  (exists p, In p J /\ value g (fun j => member j [p]) = true) \/ exists a b, g = And [a; b] /\ a <> b /\ In a J /\ In b J.
Proof.
  destruct g as [l|l|a b|a b|a|k l]; cbn [taken]; intros T N L V; try discriminate.
  - right. assert (Q := and_inputs v l J T V). apply andb_prop in T as [D T].
    destruct l as [|a [|b [|c l]]]; cbn [length Nat.eqb orb] in T; try discriminate T.
    + exists a, b. cbn [value forallb] in V. rewrite !andb_true_iff, !member_In in V. cbn [distinct] in D.
      apply andb_prop in D as [D _]. apply negb_true_iff, member_false in D. repeat split; try tauto.
      intros ->. apply D. left; auto.
    + cbn [Nat.leb andb length] in *. apply Nat.leb_le in T. lia.
  - left. cbn [value] in V. apply existsb_exists in V as (p & I & V). apply member_In in V. exists p. split; auto.
    cbn [value]. apply existsb_exists. exists p. split; auto. apply member_In. left; auto.
  - left. cbn [value] in V. apply andb_prop in V as [V _]. apply member_In in V. exists a. split; auto. cbn [value].
    apply negb_true_iff, Nat.eqb_neq in T. apply andb_true_intro. split.
    + apply member_In. left; auto.
    + apply negb_true_iff, member_false. intros [E|[]]. congruence.
  - left. cbn [value] in V. apply member_In in V. exists a. split; auto. apply member_In. left; auto.
Qed.

Lemma most_ones_by_pairs_spec v m gs y : forallb (taken v) gs = true -> (forall g j, In g gs -> In j (wires g) -> (j < m)%nat) ->
  length y = m -> (length (active y) <= v)%nat -> Z.of_nat (length (active (level_values gs y))) <= most_ones_by_pairs v m gs.
Proof.
  intros K B Y L. set (J := active y) in *. rewrite level_ones. fold J.
  assert (N : NoDup J) by apply active_from_NoDup. rewrite forallb_forall in K.
  set (alone := fun p g => if member p (wires g) then unit_if (value g (fun j => member j [p])) else 0).
  set (together := fun pq g => if member (fst pq) (wires g) then times (snd pq) (partners (fst pq) g) else 0).
  assert (P1 : forall p g, 0 <= alone p g) by (intros; unfold alone; destruct (member _ _); [apply unit_range|lia]).
  assert (P2 : forall pq g, 0 <= together pq g) by (intros; unfold together; destruct (member _ _); [apply times_nonneg|lia]).
  apply Z.le_trans with (sumf (fun g => sumf (fun p => alone p g) J + sumf (fun pq => together pq g) (pairs J)) gs).
  - apply sumf_le. intros g I. assert (S1 := sumf_nonneg (fun p => alone p g) J (fun p _ => P1 p g)).
    assert (S2 := sumf_nonneg (fun pq => together pq g) (pairs J) (fun pq _ => P2 pq g)).
    destruct (value g _) eqn:V; cbn [unit_if]; [|lia].
    destruct (value_by v g J (K g I) N L V) as [(p & Ip & Vp)|(a & b & -> & D & Ia & Ib)].
    + assert (M := sumf_member (fun p => alone p g) J p (fun p => P1 p g) Ip). unfold alone at 1 in M.
      destruct (value_needs v g _ (K g I) Vp) as (j & Wj & [<-|[]]). apply member_In in Wj. rewrite Wj, Vp in M. cbn [unit_if] in M. lia.
    + assert (X : exists p q, In (p, q) (pairs J) /\ (p = a /\ q = b \/ p = b /\ q = a)).
      { destruct (pairs_In a b J Ia Ib D); eauto 6. }
      destruct X as (p & q & X & E). assert (M := sumf_member (fun pq => together pq (And [a; b])) (pairs J) _ (fun pq => P2 pq _) X).
      assert (Lt := pairs_active _ _ _ _ X). unfold together at 1 in M. cbn [fst snd] in M.
      replace (member p (wires (And [a; b]))) with true in M by (symmetry; apply member_In; simpl; intuition).
      assert (T : 1 <= times q (partners p (And [a; b]))); [|lia]. apply times_In. cbn [partners]. apply filter_In.
      split; [simpl; intuition|apply Nat.ltb_lt; exact Lt].
  - rewrite sumf_plus, (sumf_exchange (fun g p => alone p g)), (sumf_exchange (fun g pq => together pq g)). unfold most_ones_by_pairs. cbv zeta.
    set (table := combine (seq 0 (2 ^ enough m)) (gates_at m gs)).
    assert (Len : length (gates_at m gs) = (2 ^ enough m)%nat) by apply length_buckets.
    assert (In_table : forall p, (p < m)%nat -> In (p, nth p (gates_at m gs) []) table).
    { intros p Q. unfold table. rewrite <- Len. apply combine_seq_In. rewrite Len. assert (E := enough_spec m). lia. }
    assert (InJ : forall p, In p J -> (p < m)%nat) by (intros p I; apply active_from_range in I; lia).
    match goal with |- _ <= Z.of_nat v * ?a + two_of v * ?b => set (most_alone := a); set (most_together := b) end.
    assert (A : sumf (fun p => sumf (alone p) gs) J <= Z.of_nat v * most_alone).
    { destruct (largest_of_spec (fun pg => sumf (fun g => unit_if (value g (fun j => member j [fst pg]))) (snd pg)) table) as [A0 A].
      apply Z.le_trans with (sumf (fun _ => most_alone) J); [apply sumf_le|rewrite sumf_const; fold most_alone in A0; nia].
      intros p I. assert (Q := A _ (In_table p (InJ p I))). cbn [fst snd] in Q. rewrite gates_at_sum in Q by auto. exact Q. }
    assert (T : sumf (fun pq => sumf (together pq) gs) (pairs J) <= two_of v * most_together).
    { destruct (largest_of_spec (fun pg => most (enough m) (flat_map (partners (fst pg)) (snd pg))) table) as [T0 T].
      apply (pairs_bound (fun pq => sumf (together pq) gs)); [exact T0|exact L|]. intros [p q] I. apply pairs_members in I as [I _].
      assert (Q := T _ (In_table p (InJ p I))). cbn [fst snd] in Q. eapply Z.le_trans; [|exact Q].
      eapply Z.le_trans; [|apply (most_spec _ q)]. unfold times at 1. rewrite sumf_flat_map, gates_at_sum by auto.
      apply Z.eq_le_incl. reflexivity. }
    apply Z.add_le_mono; [exact A|exact T].
Qed.

Lemma most_ones_by_shares_spec v m gs y : forallb (taken v) gs = true -> (forall g j, In g gs -> In j (wires g) -> (j < m)%nat) ->
  length y = m -> (length (active y) <= v)%nat -> Z.of_nat (length (active (level_values gs y))) <= most_ones_by_shares v m gs.
Proof.
  intros K B Y L. set (J := active y) in *. rewrite level_ones. fold J.
  assert (N : NoDup J) by apply active_from_NoDup. rewrite forallb_forall in K.
  set (share := fun p g => if member p (wires g) then shares p g else 0).
  assert (P : forall p g, 0 <= share p g).
  { intros p g. unfold share, shares. destruct (member p (wires g)); [|lia]. destruct g as [[|a [|b [|c l]]]|l|a b|a b|a|k l]; try lia.
    destruct (Nat.eqb a p); lia. }
  assert (Two : 2 * sumf (fun g => unit_if (value g (fun j => member j J))) gs <= sumf (fun g => sumf (fun p => share p g) J) gs).
  { rewrite <- sumf_scale. apply sumf_le. intros g I. assert (S := sumf_nonneg (fun p => share p g) J (fun p _ => P p g)).
    destruct (value g _) eqn:V; cbn [unit_if]; [|lia].
    destruct (value_by v g J (K g I) N L V) as [(p & Ip & Vp)|(a & b & -> & D & Ia & Ib)].
    - assert (M := sumf_member (fun p => share p g) J p (fun p => P p g) Ip). cbv beta in M.
      enough (E : share p g = 2) by lia. unfold share.
      destruct (value_needs v g _ (K g I) Vp) as (j & Wj & [<-|[]]). apply member_In in Wj. rewrite Wj.
      assert (T := K g I). destruct g as [l|l|a b|a b|a|k l]; try discriminate T; cbn [shares]; auto.
      + assert (Q := and_inputs v l [p] T Vp). destruct l as [|a [|b [|c l]]]; auto. cbn [length] in Q. lia.
      + cbn [value] in Vp. apply andb_prop in Vp as [Vp _]. apply member_In in Vp as [->|[]]. rewrite Nat.eqb_refl. reflexivity.
    - assert (M := sumf_incl (fun p => share p (And [a; b])) [a; b] J ltac:(repeat constructor; [intros [E|[]]; congruence|intros []])
        (fun p => P p _) ltac:(intros j [<-|[<-|[]]] _; auto)). cbn [sumf] in M.
      assert (Sa : share a (And [a; b]) = 1) by (unfold share; cbn [wires]; replace (member a [a; b]) with true
        by (symmetry; apply member_In; simpl; auto); reflexivity).
      assert (Sb : share b (And [a; b]) = 1) by (unfold share; cbn [wires]; replace (member b [a; b]) with true
        by (symmetry; apply member_In; simpl; auto); reflexivity). lia. }
  rewrite (sumf_exchange (fun g p => share p g)) in Two. unfold most_ones_by_shares. cbv zeta.
  set (f := fun p => sumf (shares p) (look [] (table_of (gates_at m gs)) p)).
  assert (InJ : forall p, In p J -> (p < m)%nat) by (intros p I; apply active_from_range in I; lia).
  assert (E : sumf (fun p => sumf (fun g => share p g) gs) J = sumf f J).
  { apply sumf_ext_in. intros p I. unfold f, look, table_of. rewrite gates_at_sum by auto. reflexivity. }
  rewrite E in Two. assert (Top := largest_sums_bound f v (seq 0 m) J (length J) N ltac:(intros p I; apply in_seq; specialize (InJ p I); lia) L eq_refl).
  set (sums := largest_sums f v (seq 0 m)) in *. destruct (largest_of_spec (fun z => z) sums) as [_ Max].
  assert (In_sums : In (nth (length J) sums 0) sums).
  { apply nth_In. unfold sums, largest_sums. rewrite map_length, seq_length. lia. }
  apply Max in In_sums. rewrite Z.shiftr_div_pow2 by lia. change (2 ^ 1) with 2. apply Z.div_le_lower_bound; lia.
Qed.

Lemma most_ones_together_spec v m gs y : forallb (taken v) gs = true -> (forall g j, In g gs -> In j (wires g) -> (j < m)%nat) ->
  length y = m -> (length (active y) <= v)%nat -> Z.of_nat (length (active (level_values gs y))) <= most_ones_together v m gs.
Proof.
  intros K B Y L. unfold most_ones_together. repeat apply Z.min_glb.
  - apply inj_le. unfold active. rewrite active_from_length. unfold active_features.
    eapply Nat.le_trans; [apply count_occ_bound|]. unfold level_values. rewrite map_length. reflexivity.
  - apply most_ones_by_pairs_spec; auto.
  - apply most_ones_by_shares_spec; auto.
Qed.

(** Every gate is of one of the kinds that there are. *)
Lemma sum_by_kind (f : gate -> Z) gs : (forall g, 0 <= f g) -> sumf f gs <= sumf (fun k => sumf f (of_kind k gs)) (dedupe (map kind gs)).
Proof.
  intros P. unfold of_kind. rewrite (sumf_ext _ (fun k => sumf (fun g => if Nat.eqb (kind g) k then f g else 0) gs))
    by (intros k; symmetry; apply sumf_filter).
  rewrite <- (sumf_exchange (fun g k => if Nat.eqb (kind g) k then f g else 0)). apply sumf_le. intros g I.
  assert (Q := sumf_member (fun k => if Nat.eqb (kind g) k then f g else 0) (dedupe (map kind gs)) (kind g)). cbv beta in Q.
  rewrite Nat.eqb_refl in Q. apply Q.
  - intros k. destruct (Nat.eqb _ _); [apply P|lia].
  - apply dedupe_In, in_map. exact I.
Qed.

Theorem most_ones_spec v m gs y : forallb (taken v) gs = true -> (forall g j, In g gs -> In j (wires g) -> (j < m)%nat) ->
  length y = m -> (length (active y) <= v)%nat -> Z.of_nat (length (active (level_values gs y))) <= most_ones v m gs.
Proof.
  intros K B Y L. apply Z.min_glb; [apply most_ones_together_spec; auto|].
  rewrite level_ones. eapply Z.le_trans; [apply sum_by_kind; intros; apply unit_range|].
  apply sumf_le. intros k _. rewrite <- level_ones. apply most_ones_together_spec; auto.
  - rewrite forallb_forall in *. intros g I. apply filter_In in I. apply K. tauto.
  - intros g j I. apply filter_In in I. apply B. tauto.
Qed.
