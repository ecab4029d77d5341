(** How often a number occurs in a list at most, lists sorted into buckets, and pairs of members. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists.
Import ListNotations.
Open Scope Z_scope.

Definition unit_if (b : bool) : Z := if b then 1 else 0.

(** How often q is in the list. *)
Definition times (q : nat) (l : list nat) : Z := sumf (fun a => unit_if (Nat.eqb a q)) l.

(** Those that are odd, or even, halved. *)
Definition halves (odd : bool) (l : list nat) : list nat := map Nat.div2 (filter (fun a => Bool.eqb (Nat.odd a) odd) l).

(** No number is in the list more often; for numbers below 2^h some is as often. *)
Fixpoint most (h : nat) (l : list nat) : Z :=
  match l with
  | [] => 0
  | _ => match h with
         | O => Z.of_nat (length l)
         | S h' => Z.max (most h' (halves true l)) (most h' (halves false l))
         end
  end.

(** Entry k, of 2^h, has what stands beside k. *)
Fixpoint buckets {A} (h : nat) (l : list (nat * A)) : list (list A) :=
  match h with
  | O => [map snd l]
  | S h' =>
      let d := (2 ^ h')%nat in
      buckets h' (filter (fun ka => Nat.ltb (fst ka) d) l)
      ++ buckets h' (map (fun ka => (fst ka - d, snd ka)%nat) (filter (fun ka => negb (Nat.ltb (fst ka) d)) l))
  end.

Fixpoint dedupe (l : list nat) : list nat :=
  match l with [] => [] | a :: l' => let d := dedupe l' in if member a d then d else a :: d end.

(** All pairs of two members, the one that stands first first. *)
Fixpoint pairs (l : list nat) : list (nat * nat) :=
  match l with [] => [] | a :: l' => map (pair a) l' ++ pairs l' end.

(** n (n - 1) / 2. *)
Fixpoint two_of (n : nat) : Z := match n with O => 0 | S n' => Z.of_nat n' + two_of n' end.

(* ---------------------------------------------------------------- lemmas *)

Lemma unit_range b : 0 <= unit_if b <= 1.
Proof. destruct b; cbn [unit_if]; lia. Qed.

Lemma sumf_nonneg {A} (f : A -> Z) l : (forall a, In a l -> 0 <= f a) -> 0 <= sumf f l.
Proof. intros H. rewrite <- (sumf_zero l). apply sumf_le. exact H. Qed.

(** Of different members, those that count are all in the other list. *)
Lemma sumf_incl {A} (f : A -> Z) l : forall l', NoDup l -> (forall a, 0 <= f a) ->
  (forall a, In a l -> f a <> 0 -> In a l') -> sumf f l <= sumf f l'.
Proof.
  induction l as [|a l IH]; intros l' N P H; cbn [sumf]; [apply sumf_nonneg; auto|].
  apply NoDup_cons_iff in N as [N1 N2]. destruct (Z.eq_dec (f a) 0) as [E|E].
  - rewrite E. apply IH; auto. intros b I. apply H. right; auto.
  - destruct (in_split a l' (H a (or_introl eq_refl) E)) as (l1 & l2 & ->). rewrite sumf_app. cbn [sumf].
    enough (sumf f l <= sumf f (l1 ++ l2)) by (rewrite sumf_app in *; lia). apply IH; auto. intros b I Q.
    assert (J : In b (l1 ++ a :: l2)) by (apply H; auto; right; auto).
    apply in_app_or in J as [J|[->|J]]; try contradiction; apply in_or_app; auto.
Qed.

Lemma times_In q l : In q l -> 1 <= times q l.
Proof.
  intros I. apply in_split in I as (l1 & l2 & ->). unfold times. rewrite sumf_app. cbn [sumf]. rewrite Nat.eqb_refl.
  assert (P : forall l, 0 <= sumf (fun a => unit_if (Nat.eqb a q)) l) by (intros; apply sumf_nonneg; intros; apply unit_range).
  assert (P1 := P l1). assert (P2 := P l2). cbn [unit_if]. lia.
Qed.

Lemma times_filter q h l : In q l -> h q = true -> 1 <= times q (filter h l).
Proof. intros I H. apply times_In, filter_In. auto. Qed.

Lemma same_halves a q : Nat.eqb a q = Bool.eqb (Nat.odd a) (Nat.odd q) && Nat.eqb (Nat.div2 a) (Nat.div2 q).
Proof.
  assert (A := Nat.div2_odd a). assert (Q := Nat.div2_odd q).
  destruct (Nat.eqb_spec a q) as [->|D]; [rewrite Bool.eqb_reflx, Nat.eqb_refl; auto|]. symmetry. apply andb_false_iff.
  destruct (Nat.odd a), (Nat.odd q); cbn [Bool.eqb Nat.b2n] in *; auto; right; apply Nat.eqb_neq; lia.
Qed.

Lemma times_halves q l : times q l = times (Nat.div2 q) (halves (Nat.odd q) l).
Proof.
  unfold times, halves. rewrite sumf_map, <- sumf_filter. apply sumf_ext. intros a. rewrite (same_halves a q).
  destruct (Bool.eqb _ _); reflexivity.
Qed.

Lemma times_length q l : times q l <= Z.of_nat (length l).
Proof.
  unfold times. rewrite <- (Z.mul_1_r (Z.of_nat _)), <- sumf_const. apply sumf_le. intros a _. apply unit_range.
Qed.

Lemma most_spec h : forall q l, times q l <= most h l.
Proof.
  induction h; intros q l; destruct l as [|a l]; cbn [most]; try (unfold times; cbn [sumf]; lia); [apply times_length|].
  rewrite times_halves. destruct (Nat.odd q); [assert (H := IHh (Nat.div2 q) (halves true (a :: l)))|
    assert (H := IHh (Nat.div2 q) (halves false (a :: l)))]; lia.
Qed.

Lemma most_nonneg h l : 0 <= most h l.
Proof. apply Z.le_trans with (times 0 l); [apply sumf_nonneg; intros; apply unit_range|apply most_spec]. Qed.

Lemma length_buckets {A} h : forall l : list (nat * A), length (buckets h l) = (2 ^ h)%nat.
Proof. induction h; intros l; cbn [buckets]; auto. rewrite app_length, !IHh, Nat.pow_succ_r'. lia. Qed.

Lemma buckets_spec {A} h : forall (l : list (nat * A)) k, (k < 2 ^ h)%nat -> (forall ka, In ka l -> (fst ka < 2 ^ h)%nat) ->
  nth k (buckets h l) [] = map snd (filter (fun ka => Nat.eqb (fst ka) k) l).
Proof.
  induction h; intros l k K B; cbn [buckets].
  - simpl in K. replace k with O by lia. cbn [nth]. f_equal. induction l as [|ka l IH]; auto. cbn [filter].
    assert (Q := B ka (or_introl eq_refl)). simpl in Q. replace (fst ka) with O by lia. cbn [Nat.eqb]. f_equal.
    apply IH. intros x I. apply B. right; auto.
  - rewrite Nat.pow_succ_r' in *. set (d := (2 ^ h)%nat) in *. destruct (Nat.lt_ge_cases k d) as [L|L].
    + rewrite app_nth1 by (rewrite length_buckets; exact L). rewrite IHh by
        (auto; intros ka I; apply filter_In in I as [_ I]; apply Nat.ltb_lt; exact I).
      f_equal. clear B. induction l as [|ka l IH]; auto. cbn [filter].
      destruct (Nat.ltb_spec (fst ka) d); cbn [filter]; destruct (Nat.eqb_spec (fst ka) k); try lia; rewrite ?IH; reflexivity.
    + rewrite app_nth2 by (rewrite length_buckets; exact L). rewrite length_buckets. fold d. rewrite IHh.
      * clear B. induction l as [|ka l IH]; auto. cbn [filter].
        destruct (Nat.ltb_spec (fst ka) d); cbn [negb map filter fst snd]; destruct (Nat.eqb_spec (fst ka) k); try lia; auto.
        -- replace (fst ka - d =? k - d)%nat with true by (symmetry; apply Nat.eqb_eq; lia). cbn [map snd]. rewrite IH. auto.
        -- replace (fst ka - d =? k - d)%nat with false by (symmetry; apply Nat.eqb_neq; lia). exact IH.
      * unfold d in *. lia.
      * intros ka I. apply in_map_iff in I as (ka' & <- & I). apply filter_In in I as [I Q]. cbn [fst] in *.
        apply negb_true_iff, Nat.ltb_ge in Q. apply B in I. unfold d in *. lia.
Qed.

(** Buckets enough for numbers below n. *)
Definition enough (n : nat) : nat := Nat.log2_up n.

Lemma enough_spec n : (n <= 2 ^ enough n)%nat.
Proof.
  unfold enough. destruct (Nat.le_gt_cases n 1) as [L|L]; [|apply Nat.log2_up_spec; exact L].
  rewrite Nat.log2_up_eqn0 by exact L. simpl. lia.
Qed.

Definition largest_of {A} (f : A -> Z) (l : list A) : Z := fold_left (fun x a => Z.max x (f a)) l 0.

Lemma largest_of_spec {A} (f : A -> Z) l : 0 <= largest_of f l /\ forall a, In a l -> f a <= largest_of f l.
Proof.
  unfold largest_of. enough (H : forall x, x <= fold_left (fun x a => Z.max x (f a)) l x /\
    forall a, In a l -> f a <= fold_left (fun x a => Z.max x (f a)) l x) by apply H.
  induction l as [|b l IH]; intros x; cbn [fold_left]; [split; [lia|intros a []]|]. destruct (IH (Z.max x (f b))) as [H1 H2].
  split; [lia|]. intros a [->|I]; auto. lia.
Qed.

Lemma dedupe_In l : forall a, In a (dedupe l) <-> In a l.
Proof.
  induction l as [|b l IH]; intros a; cbn [dedupe]; [tauto|]. destruct (member b (dedupe l)) eqn:E.
  - apply member_In, IH in E. rewrite IH. split; [right; auto|]. intros [<-|I]; auto.
  - cbn [In]. rewrite IH. tauto.
Qed.

Lemma dedupe_NoDup l : NoDup (dedupe l).
Proof.
  induction l as [|b l IH]; cbn [dedupe]; [constructor|]. destruct (member b (dedupe l)) eqn:E; auto.
  constructor; auto. apply member_false. exact E.
Qed.

Lemma pairs_length l : Z.of_nat (length (pairs l)) = two_of (length l).
Proof.
  induction l as [|a l IH]; auto. cbn [pairs length two_of]. rewrite app_length, map_length, Nat2Z.inj_add, IH. reflexivity.
Qed.

Lemma two_of_mono n n' : (n <= n')%nat -> two_of n <= two_of n'.
Proof. induction 1; [lia|]. cbn [two_of]. lia. Qed.

Lemma two_of_nonneg n : 0 <= two_of n.
Proof. induction n; cbn [two_of]; lia. Qed.

Lemma pairs_In p q l : In p l -> In q l -> p <> q -> In (p, q) (pairs l) \/ In (q, p) (pairs l).
Proof.
  induction l as [|a l IH]; intros P Q D; [inversion P|]. cbn [pairs]. destruct P as [->|P], Q as [->|Q].
  - congruence.
  - left. apply in_or_app. left. apply in_map. auto.
  - right. apply in_or_app. left. apply in_map. auto.
  - destruct (IH P Q D); [left|right]; apply in_or_app; auto.
Qed.

Lemma pairs_members p q l : In (p, q) (pairs l) -> In p l /\ In q l.
Proof.
  induction l as [|a l IH]; intros I; [inversion I|]. cbn [pairs] in I. apply in_app_or in I as [I|I].
  - apply in_map_iff in I as (b & E & I). injection E as <- <-. split; [left|right]; auto.
  - apply IH in I as [I1 I2]. split; right; auto.
Qed.

(** Of the active features of an input the first of a pair is the smaller one. *)
Lemma pairs_active p q y : forall k, In (p, q) (pairs (active_from k y)) -> (p < q)%nat.
Proof.
  induction y as [|[] y IH]; intros k I; cbn [active_from] in I; [inversion I| |exact (IH _ I)].
  cbn [pairs] in I. apply in_app_or in I as [I|I]; [|exact (IH _ I)]. apply in_map_iff in I as (b & E & I).
  injection E as <- <-. apply active_from_range in I. lia.
Qed.

(** Where what is counted for a pair is at most [b], it is at most C(n, 2) b for all pairs of n. *)
Lemma pairs_bound (f : nat * nat -> Z) b l n : 0 <= b -> (length l <= n)%nat ->
  (forall pq, In pq (pairs l) -> f pq <= b) -> sumf f (pairs l) <= two_of n * b.
Proof.
  intros B L H. apply Z.le_trans with (sumf (fun _ => b) (pairs l)); [apply sumf_le; exact H|].
  rewrite sumf_const, pairs_length. assert (M := two_of_mono _ _ L). nia.
Qed.
