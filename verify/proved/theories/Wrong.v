(** How many neurons of a level are wrong at most, how much two words share, how many gates are 1: by pairs. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Multiplicity Roles Cause Tolerance Neurons Beyond.
Import ListNotations.
Open Scope Z_scope.

(** For every neuron the gates whose words have it. *)
Definition gate_lists (n : nat) (words : list (list nat)) (gs : list gate) : list (list gate) :=
  buckets (enough n) (flat_map (fun sg => map (fun e => (e, snd sg)) (fst sg)) (combine words gs)).

(** For every feature the neurons whose gates have it: what it is there, and what all others are. *)
Definition neurons_of (m : nat) (tss : list (list touch)) : list (list (touch * list touch)) :=
  buckets (enough m) (flat_map (fun ts => map (fun t => (feature t, (t, ts))) ts) tss).

(** The points of two features are 2 or more as [b] says, and no gate is as they say. *)
Definition wrong_pair (b : bool) (t t' : touch) : bool :=
  let J := [feature t; feature t'] in
  Bool.eqb (2 <=? worth t + worth t') b && Bool.eqb (one (about t) J || one (about t') J) (negb b).

(** Two features are the cause of a wrong neuron: those on which it is wrong, or of more than two active ones these. *)
Definition causes (v : nat) (b : bool) (t t' : touch) : bool := if Nat.leb v 2 then wrong_pair b t t' else beyond_pair b t t'.

Definition wrong_beside (v : nat) (keep : nat -> nat -> bool) (b : bool) (tt : touch * list touch) : list nat :=
  let p := feature (fst tt) in
  map feature (filter (fun t' => Nat.ltb p (feature t') && causes v b (fst tt) t' && keep p (feature t')) (snd tt)).

(** No two features of those that are kept are the cause of more neurons that are wrong. *)
Definition most_wrong (v : nat) (keep : nat -> nat -> bool) (b : bool) (m : nat) (at_feature : list (list (touch * list touch))) : Z :=
  largest_of (fun here => most (enough m) (flat_map (wrong_beside v keep b) here)) at_feature.

(** For every neuron the words that have it. *)
Definition users (n : nat) (words : list (list nat)) : list (list nat) :=
  buckets (enough n) (flat_map (fun si => map (fun e => (e, snd si)) (fst si)) (combine words (seq 0 (length words)))).

(** No two words have more neurons in common. *)
Definition overlap (n : nat) (words : list (list nat)) : Z :=
  let us := users n words in
  let h := enough (length words) in
  let t := Arrays.table_of us in
  largest_of (fun si => most h (flat_map (fun e => filter (Nat.ltb (snd si)) (Arrays.look [] t e)) (fst si)))
    (combine words (seq 0 (length words))).

(* ---------------------------------------------------------------- wrong neurons *)

Definition disagree (b : bool) (gs : list gate) (J : list nat) : bool := Bool.eqb (must gs J) b && Bool.eqb (one gs J) (negb b).

Lemma disagree_spec b gs J : disagree b gs J = true <-> must gs J = b /\ one gs J = negb b.
Proof. unfold disagree. rewrite andb_true_iff, !eqb_true_iff. tauto. Qed.

Lemma disagree_touched v b gs p q : forallb (taken v) gs = true -> disagree b gs [p; q] = true ->
  In p (flat_map wires gs) /\ In q (flat_map wires gs).
Proof.
  intros K D. apply disagree_spec in D as [D1 D2].
  assert (Alone : forall j, must gs [j] = b -> one gs [j] = negb b -> False).
  { intros j M O. rewrite (alone v) in O by exact K. rewrite M in O. destruct b; discriminate. }
  split.
  - destruct (in_dec Nat.eq_dec p (flat_map wires gs)) as [I|I]; auto. exfalso.
    rewrite (must_permutation _ _ [q; p]) in D1 by apply perm_swap. rewrite (one_permutation _ _ [q; p]) in D2 by apply perm_swap.
    destruct (untouched gs q p I) as [E1 E2]. rewrite E1 in D1. rewrite E2 in D2. eauto.
  - destruct (in_dec Nat.eq_dec q (flat_map wires gs)) as [I|I]; auto. exfalso.
    destruct (untouched gs p q I) as [E1 E2]. rewrite E1 in D1. rewrite E2 in D2. eauto.
Qed.

Lemma touch_In gs j : In j (flat_map wires gs) -> In (touch_of gs j) (touches gs).
Proof. intros I. unfold touches. apply in_map_iff. exists j. split; auto. apply dedupe_In. exact I. Qed.

Lemma wrong_pair_touches v b gs p q : forallb (taken v) gs = true ->
  wrong_pair b (touch_of gs p) (touch_of gs q) = disagree b gs [p; q].
Proof.
  intros K. unfold wrong_pair, disagree, touch_of. cbn [feature worth about]. rewrite (one_of_two v gs K p q). unfold must. cbn [sumf].
  rewrite Z.add_0_r. reflexivity.
Qed.

Definition caused (v : nat) (b : bool) (gs : list gate) (p q : nat) : bool := causes v b (touch_of gs p) (touch_of gs q).

Lemma caused_touched v b gs p q : forallb (taken v) gs = true -> caused v b gs p q = true ->
  In p (flat_map wires gs) /\ In q (flat_map wires gs).
Proof.
  intros K. unfold caused, causes. destruct (Nat.leb v 2); [|apply beyond_touched].
  rewrite (wrong_pair_touches v) by exact K. apply (disagree_touched v). exact K.
Qed.

(** A neuron that is wrong has a cause among the active features, whichever of the two comes first. *)
Lemma wrong_caused v b gs J : forallb (taken v) gs = true -> NoDup J -> (length J <= v)%nat -> disagree b gs J = true ->
  exists p q, In p J /\ In q J /\ p <> q /\ caused v b gs p q = true /\ caused v b gs q p = true.
Proof.
  intros K N L D. apply disagree_spec in D as [D1 D2]. unfold caused, causes. destruct (Nat.leb_spec v 2) as [V|V].
  - destruct (cause_of_wrong v gs K J b V N L D1 D2) as (p & q & P & Q & Ne & M & O). exists p, q.
    rewrite !(wrong_pair_touches v) by exact K. repeat split; auto; apply disagree_spec; auto.
    rewrite (must_permutation _ _ [p; q]) by apply perm_swap. rewrite (one_permutation _ _ [p; q]) by apply perm_swap. auto.
  - exact (cause_beyond v gs J K V N b D1 D2).
Qed.

Lemma times_nonneg q l : 0 <= times q l.
Proof. apply sumf_nonneg. intros. apply unit_range. Qed.

Lemma sumf_member {A} (f : A -> Z) l a : (forall b, 0 <= f b) -> In a l -> f a <= sumf f l.
Proof.
  intros P I. apply in_split in I as (l1 & l2 & ->). rewrite sumf_app. cbn [sumf].
  assert (P1 := sumf_nonneg f l1 (fun b _ => P b)). assert (P2 := sumf_nonneg f l2 (fun b _ => P b)). lia.
Qed.

(** All that stand in a bucket, together. *)
Lemma bucket_sum {A} (f : A -> Z) n (l : list (nat * A)) k : (k < n)%nat -> (forall ka, In ka l -> (fst ka < n)%nat) ->
  sumf f (nth k (buckets (enough n) l) []) = sumf (fun ka => if Nat.eqb (fst ka) k then f (snd ka) else 0) l.
Proof.
  intros K B. assert (E := enough_spec n). rewrite buckets_spec by (try lia; intros ka I; apply B in I; lia).
  rewrite sumf_map, sumf_filter. reflexivity.
Qed.

Theorem most_wrong_spec v keep b m gss p q : (forall gs, In gs gss -> forallb (taken v) gs = true) ->
  (forall gs j, In gs gss -> In j (flat_map wires gs) -> (j < m)%nat) -> (p < q < m)%nat -> keep p q = true ->
  sumf (fun gs => unit_if (caused v b gs p q)) gss <= most_wrong v keep b m (neurons_of m (map touches gss)).
Proof.
  intros K B PQ Kept. unfold most_wrong. destruct (largest_of_spec (fun here => most (enough m) (flat_map (wrong_beside v keep b) here))
    (neurons_of m (map touches gss))) as [L0 L].
  set (here := nth p (neurons_of m (map touches gss)) []).
  assert (Bound : times q (flat_map (wrong_beside v keep b) here) <= largest_of (fun here => most (enough m) (flat_map (wrong_beside v keep b) here))
    (neurons_of m (map touches gss))).
  { eapply Z.le_trans; [apply most_spec|]. apply L, nth_In. unfold neurons_of. rewrite length_buckets.
    assert (E := enough_spec m). lia. }
  eapply Z.le_trans; [|exact Bound]. unfold times. rewrite sumf_flat_map. unfold here, neurons_of. rewrite bucket_sum; [|lia|].
  - rewrite sumf_flat_map, sumf_map. apply sumf_le. intros gs I. rewrite sumf_map. cbn [fst snd].
    destruct (caused v b gs p q) eqn:D; cbn [unit_if].
    + destruct (caused_touched v b gs p q (K gs I) D) as [Ip Iq]. apply touch_In in Ip, Iq.
      set (t := touch_of gs p) in *. set (t' := touch_of gs q) in *.
      eapply Z.le_trans; [|apply (sumf_member _ _ t); [intros t0; destruct (Nat.eqb _ _); [apply times_nonneg|lia]|exact Ip]].
      cbv beta. cbn [fst snd]. change (feature t) with p. rewrite Nat.eqb_refl. apply times_In. unfold wrong_beside. cbn [fst snd].
      apply in_map_iff. exists t'. split; auto. apply filter_In. split; auto. rewrite !andb_true_iff. split; [split|].
      * apply Nat.ltb_lt. cbn [feature t t' touch_of]. lia.
      * exact D.
      * exact Kept.
    + apply sumf_nonneg. intros t0 _. destruct (Nat.eqb _ _); [apply times_nonneg|lia].
  - intros ka I. apply in_flat_map in I as (ts & I1 & I2). apply in_map_iff in I1 as (gs & <- & I1).
    apply in_map_iff in I2 as (t & <- & I2). cbn [fst]. unfold touches in I2. apply in_map_iff in I2 as (j & <- & I2).
    exact (B gs j I1 (proj1 (dedupe_In _ j) I2)).
Qed.

Lemma most_wrong_nonneg v keep b m a : 0 <= most_wrong v keep b m a.
Proof. apply largest_of_spec. Qed.

(** On any input the wrong neurons are at most as many for every two active features as for the worst two. *)
Theorem wrong_neurons v b m gss J y : (forall gs, In gs gss -> forallb (taken v) gs = true) ->
  (forall gs j, In gs gss -> In j (flat_map wires gs) -> (j < m)%nat) -> J = active y -> length y = m -> (length J <= v)%nat ->
  sumf (fun gs => unit_if (disagree b gs J)) gss <= two_of v * most_wrong v (fun _ _ => true) b m (neurons_of m (map touches gss)).
Proof.
  intros K B -> Y L. set (J := active y) in *.
  assert (N : NoDup J) by apply active_from_NoDup.
  apply Z.le_trans with (sumf (fun gs => sumf (fun pq => unit_if (caused v b gs (fst pq) (snd pq))) (pairs J)) gss).
  - apply sumf_le. intros gs I. destruct (disagree b gs J) eqn:D; cbn [unit_if]; [|apply sumf_nonneg; intros; apply unit_range].
    destruct (wrong_caused v b gs J (K gs I) N L D) as (p & q & P & Q & Ne & W & W').
    destruct (pairs_In p q J P Q Ne) as [X|X]; (eapply Z.le_trans; [|apply (sumf_member _ _ _ (fun pq => proj1 (unit_range _)) X)]);
      cbn [fst snd]; rewrite ?W, ?W'; cbn [unit_if]; lia.
  - rewrite sumf_exchange. apply pairs_bound; [apply most_wrong_nonneg|exact L|]. intros [p q] I. cbn [fst snd].
    apply (most_wrong_spec v); auto. assert (X := pairs_active p q y 0 I). apply pairs_members in I as [_ I].
    apply active_from_range in I. lia.
Qed.

(* ---------------------------------------------------------------- what words share *)

(** The neurons that two words have in common. *)
Definition common (n : nat) (w w' : list nat) : Z := sumf (fun e => unit_if (member e w && member e w')) (seq 0 n).

Lemma common_symmetric n w w' : common n w w' = common n w' w.
Proof. apply sumf_ext. intros e. rewrite andb_comm. reflexivity. Qed.

Lemma sumf_combine_seq {A} (f : A * nat -> Z) (d : A) l : forall k,
  sumf f (combine l (seq k (length l))) = sumf (fun i => f (nth (i - k) l d, i)) (seq k (length l)).
Proof.
  induction l as [|a l IH]; intros k; auto. cbn [length seq combine sumf]. rewrite Nat.sub_diag. cbn [nth]. rewrite IH.
  f_equal. apply sumf_ext_in. intros i I. apply in_seq in I. replace (i - k)%nat with (S (i - S k)) by lia. reflexivity.
Qed.

Lemma sumf_single q f n : (q < n)%nat -> sumf (fun i => if Nat.eqb i q then f i else 0) (seq 0 n) = f q.
Proof.
  intros Q. enough (H : forall k, (k <= q < k + n)%nat -> sumf (fun i => if Nat.eqb i q then f i else 0) (seq k n) = f q)
    by (apply H; lia).
  clear Q. induction n as [|n IH]; intros k Q; [lia|]. cbn [seq sumf]. destruct (Nat.eqb_spec k q) as [->|D].
  - rewrite (sumf_ext_in _ (fun _ => 0)); [rewrite sumf_zero; lia|]. intros i I. apply in_seq in I.
    destruct (Nat.eqb_spec i q); [lia|auto].
  - rewrite IH by lia. lia.
Qed.

Lemma users_times n words e j : (forall w, In w words -> NoDup w /\ forall e, In e w -> (e < n)%nat) ->
  (e < n)%nat -> (j < length words)%nat -> times j (nth e (users n words) []) = unit_if (member e (nth j words [])).
Proof.
  intros W E J. unfold times, users. rewrite bucket_sum; [|exact E|].
  - rewrite sumf_flat_map. rewrite (sumf_combine_seq _ []). cbn [fst snd].
    rewrite (sumf_ext_in _ (fun i => if Nat.eqb i j then unit_if (member e (nth i words [])) else 0)).
    + apply sumf_single. exact J.
    + intros i I. apply in_seq in I. rewrite sumf_map, Nat.sub_0_r. cbn [fst snd]. destruct (Nat.eqb i j); cbn [unit_if].
      * destruct (W _ (nth_In words [] (proj2 I))) as [N _].
        induction (nth i words []) as [|a w IH]; auto. inversion N as [|? ? N1 N2]; subst. cbn [sumf]. rewrite IH by exact N2.
        change (member e (a :: w)) with (Nat.eqb e a || member e w). rewrite (Nat.eqb_sym e a).
        destruct (Nat.eqb_spec a e) as [->|]; cbn [orb unit_if]; [|lia].
        replace (member e w) with false by (symmetry; apply member_false; exact N1). cbn [unit_if]. lia.
      * rewrite (sumf_ext _ (fun _ => 0)); [apply sumf_zero|]. intros a. destruct (Nat.eqb a e); auto.
  - intros ka I. apply in_flat_map in I as ([w i] & I1 & I2). apply in_map_iff in I2 as (a & <- & I2). cbn [fst snd] in *.
    apply in_combine_l in I1. exact (proj2 (W w I1) a I2).
Qed.

Theorem overlap_spec n words i j : (forall w, In w words -> NoDup w /\ forall e, In e w -> (e < n)%nat) ->
  (i < length words)%nat -> (j < length words)%nat -> i <> j -> common n (nth i words []) (nth j words []) <= overlap n words.
Proof.
  intros W. assert (Go : forall i j, (i < length words)%nat -> (j < length words)%nat -> (i < j)%nat ->
    common n (nth i words []) (nth j words []) <= overlap n words).
  2:{ intros I J D. destruct (Nat.lt_ge_cases i j); [apply Go; auto|]. rewrite common_symmetric. apply Go; auto. lia. }
  clear i j. intros i j I J D. unfold overlap. cbv zeta.
  set (f := fun si : list nat * nat => most _ _). destruct (largest_of_spec f (combine words (seq 0 (length words)))) as [_ L].
  assert (Li : In (nth i words [], i) (combine words (seq 0 (length words)))).
  { assert (E : (nth i words [], i) = nth i (combine words (seq 0 (length words))) ([], O)).
    { rewrite combine_nth by (rewrite seq_length; auto). rewrite seq_nth by exact I. reflexivity. }
    rewrite E. apply nth_In. rewrite combine_length, seq_length. lia. }
  apply L in Li. eapply Z.le_trans; [|exact Li]. unfold f. cbn [fst snd]. eapply Z.le_trans; [|apply (most_spec _ j)].
  unfold times. rewrite sumf_flat_map. destruct (W _ (nth_In words [] I)) as [N R].
  rewrite (sumf_ext_in _ (fun e => unit_if (member e (nth j words [])))).
  - unfold common. apply Z.le_trans with (sumf (fun e => unit_if (member e (nth i words []) && member e (nth j words []))) (nth i words [])).
    + apply sumf_incl; [apply seq_NoDup|intros; apply unit_range|]. intros e _ Q. destruct (member e (nth i words [])) eqn:M;
        [apply member_In; exact M|cbn [andb unit_if] in Q; congruence].
    + apply sumf_le. intros e _. destruct (member e (nth i words [])); cbn [andb]; [lia|]. apply unit_range.
  - intros e E. unfold Arrays.look, Arrays.table_of. rewrite <- (users_times n) by auto. unfold times. rewrite <- sumf_filter.
    apply sumf_ext. intros a. destruct (Nat.eqb_spec a j) as [->|X]; cbn [unit_if]; [|destruct (Nat.ltb i a); auto].
    replace (Nat.ltb i j) with true by (symmetry; apply Nat.ltb_lt; exact D). reflexivity.
Qed.

Lemma overlap_nonneg n words : 0 <= overlap n words.
Proof. unfold overlap. cbv zeta. apply largest_of_spec. Qed.

(** What is more than 1 in a sum of words stands in two of them. *)
Lemma shared_bound n words J : (forall w, In w words -> NoDup w /\ forall e, In e w -> (e < n)%nat) ->
  NoDup J -> (forall i, In i J -> (i < length words)%nat) ->
  sumf (fun e => Z.max 0 (sumf (fun i => unit_if (member e (nth i words []))) J - 1)) (seq 0 n) <= two_of (length J) * overlap n words.
Proof.
  intros W N B. apply Z.le_trans with (sumf (fun ij => common n (nth (fst ij) words []) (nth (snd ij) words [])) (pairs J)).
  - unfold common. rewrite sumf_exchange. apply sumf_le. intros e _. clear N B. induction J as [|i J IH]; cbn [sumf pairs]; [lia|].
    rewrite sumf_app, sumf_map. cbn [fst snd].
    assert (P : forall J, 0 <= sumf (fun i => unit_if (member e (nth i words []))) J) by (intros; apply sumf_nonneg; intros; apply unit_range).
    assert (P' := P J). destruct (member e (nth i words [])); cbn [andb unit_if].
    + lia.
    + rewrite sumf_zero. lia.
  - apply pairs_bound; [apply overlap_nonneg|auto|]. intros [i j] I. cbn [fst snd].
    assert (I' := pairs_members _ _ _ I). destruct I' as [I1 I2]. apply overlap_spec; auto.
    clear - N I. induction J as [|a J IH]; [inversion I|]. inversion N as [|? ? N1 N2]; subst. cbn [pairs] in I.
    apply in_app_or in I as [I|I]; [|auto]. apply in_map_iff in I as (b & E & I). injection E as <- <-. congruence.
Qed.
