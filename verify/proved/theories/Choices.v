(** Choosing at random, by counting: all sequences a over set, how many of them are bad, and that one is good where the bad
    ones of all events are fewer than all. *)
From Coq Require Import Arith ZArith List Bool Lia.
From Superproof Require Import Statement Codes Lists.
From Superproof Require FunctionClasses.
Import FunctionClasses(sequences, sequences_In).
Import ListNotations.
Open Scope Z_scope.

Definition count {X} (p : X -> bool) (l : list X) : Z := Z.of_nat (length (filter p l)).

Lemma sequences_spec {X} (xs : list X) k : forall l, In l (sequences xs k) <-> length l = k /\ forall a, In a l -> In a xs.
Proof.
  induction k as [|k IH]; intros l; (split; [apply sequences_In|]); intros [L I].
  - destruct l; [left; reflexivity|discriminate].
  - destruct l as [|a l]; [discriminate|]. cbn [sequences]. apply in_flat_map. exists a. split; [apply I; left; reflexivity|].
    apply in_map, IH. split; [cbn [length] in L; congruence|]. intros b B. apply I. right. exact B.
Qed.

Lemma sumf_filter_le {X} (f : X -> Z) (p : X -> bool) l : (forall a, 0 <= f a) -> sumf f (filter p l) <= sumf f l.
Proof.
  intros F. induction l as [|a l IH]; cbn [filter sumf]; [lia|]. specialize (F a). destruct (p a); cbn [sumf]; lia.
Qed.

Lemma count_sum {X} (p : X -> bool) l : count p l = sumf (fun a => if p a then 1 else 0) l.
Proof. unfold count. induction l as [|a l IH]; auto. cbn [filter sumf]. rewrite <- IH. destruct (p a); cbn [length]; lia. Qed.

(* ---------------------------------------------------------------- sums over all lists *)

Definition weight {X} (f : X -> Z) (l : list X) : Z := fold_right (fun a p => f a * p) 1 l.

Theorem weight_of_sequences {X} (f : X -> Z) xs k : sumf (weight f) (sequences xs k) = sumf f xs ^ Z.of_nat k.
Proof.
  induction k as [|k IH]; [reflexivity|]. cbn [sequences]. rewrite sumf_flat_map, Nat2Z.inj_succ, Z.pow_succ_r by lia.
  rewrite <- IH. rewrite (sumf_ext _ (fun a => f a * sumf (weight f) (sequences xs k))).
  - generalize (sumf (weight f) (sequences xs k)). intros c. clear. induction xs as [|a xs IH]; cbn [sumf]; [lia|]. rewrite IH. ring.
  - intros a. rewrite sumf_map, <- sumf_scale. reflexivity.
Qed.

Corollary number_of_sequences {X} (xs : list X) k : Z.of_nat (length (sequences xs k)) = Z.of_nat (length xs) ^ Z.of_nat k.
Proof.
  assert (H := weight_of_sequences (fun _ => 1) xs k). rewrite sumf_const, Z.mul_1_r in H. rewrite <- H.
  rewrite (sumf_ext _ (fun _ => 1)); [rewrite sumf_const; lia|]. intros l. induction l as [|a l IH]; auto.
  cbn [weight fold_right]. fold (weight (fun _ : X => 1) l). rewrite IH. reflexivity.
Qed.

Fixpoint update {X} (l : list X) (j : nat) (a : X) : list X :=
  match l, j with [], _ => [] | _ :: l', O => a :: l' | b :: l', S j' => b :: update l' j' a end.

Lemma nth_update {X} (d a : X) : forall l j i, (j < length l)%nat -> nth i (update l j a) d = if Nat.eqb i j then a else nth i l d.
Proof.
  induction l as [|b l IH]; intros j i L; [cbn in L; lia|]. destruct j as [|j]; destruct i as [|i]; cbn [update nth Nat.eqb]; auto.
  apply IH. cbn in L. lia.
Qed.

(** Every list comes from as many sequences a by change at place j as there are values. *)
Lemma update_sum {X} (f : list X -> Z) xs k : forall j, (j < k)%nat ->
  sumf (fun l => sumf (fun a => f (update l j a)) xs) (sequences xs k) = Z.of_nat (length xs) * sumf f (sequences xs k).
Proof.
  revert f. induction k as [|k IH]; intros f j J; [lia|]. cbn [sequences]. rewrite !sumf_flat_map. destruct j as [|j].
  - rewrite (sumf_ext _ (fun _ => sumf (fun l => sumf (fun a => f (a :: l)) xs) (sequences xs k)))
      by (intros a; rewrite sumf_map; reflexivity).
    rewrite sumf_const. f_equal. rewrite sumf_exchange. apply sumf_ext. intros a. rewrite sumf_map. reflexivity.
  - rewrite <- sumf_scale. apply sumf_ext. intros a. rewrite !sumf_map. cbn [update].
    apply (IH (fun l => f (a :: l)) j). lia.
Qed.

Corollary peel {X} (f g : list X -> Z) (c : Z) xs k j : (j < k)%nat ->
  (forall l, In l (sequences xs k) -> sumf (fun a => f (update l j a)) xs = c * g l) ->
  Z.of_nat (length xs) * sumf f (sequences xs k) = c * sumf g (sequences xs k).
Proof.
  intros J H. rewrite <- (update_sum f xs k j J), <- sumf_scale. apply sumf_ext_in. exact H.
Qed.

(* ---------------------------------------------------------------- bounds *)

(** (B + y)^r <= 2 B^r where 2 r y <= B. *)
Lemma power_at_most_twice (b y : Z) r : 0 <= y -> 0 < b -> 2 * Z.of_nat r * y <= b ->
  (b + y) ^ Z.of_nat r <= 2 * b ^ Z.of_nat r.
Proof.
  intros Y B H.
  assert (G : forall r, Z.of_nat r * y <= b -> (b + y) ^ Z.of_nat r * (b - Z.of_nat r * y) <= b ^ Z.of_nat r * b).
  { clear r H. induction r as [|r IH]; intros H; [rewrite !Z.pow_0_r; lia|]. rewrite Nat2Z.inj_succ in *. rewrite !Z.pow_succ_r by lia.
    assert (P : 0 <= (b + y) ^ Z.of_nat r) by (apply Z.pow_nonneg; lia).
    specialize (IH ltac:(nia)). set (u := (b + y) ^ Z.of_nat r) in *. set (c := b ^ Z.of_nat r) in *.
    assert (E : (b + y) * (b - Z.succ (Z.of_nat r) * y) <= b * (b - Z.of_nat r * y)) by nia.
    apply Z.le_trans with (u * (b * (b - Z.of_nat r * y))); [|nia].
    replace ((b + y) * u * (b - Z.succ (Z.of_nat r) * y)) with (u * ((b + y) * (b - Z.succ (Z.of_nat r) * y))) by ring.
    apply Z.mul_le_mono_nonneg_l; auto. }
  specialize (G r ltac:(nia)). assert (P : 0 <= (b + y) ^ Z.of_nat r) by (apply Z.pow_nonneg; lia).
  set (u := (b + y) ^ Z.of_nat r) in *. set (c := b ^ Z.of_nat r) in *. nia.
Qed.

(** (B + 1)^n <= 2^q B^n where n <= q p and 2 p <= B. *)
Lemma power_of_one_more (b : Z) p q : 0 < b -> 2 * Z.of_nat p <= b -> forall n, (n <= q * p)%nat ->
  (b + 1) ^ Z.of_nat n <= 2 ^ Z.of_nat q * b ^ Z.of_nat n.
Proof.
  intros B P. induction q as [|q IH]; intros n N.
  - replace n with O by lia. cbn. lia.
  - rewrite Nat2Z.inj_succ, Z.pow_succ_r by lia. assert (Q : 0 < 2 ^ Z.of_nat q) by (apply Z.pow_pos_nonneg; lia).
    destruct (Nat.le_gt_cases n p) as [L|L].
    + assert (T := power_at_most_twice b 1 n ltac:(lia) B ltac:(lia)).
      assert (C : 0 <= b ^ Z.of_nat n) by (apply Z.pow_nonneg; lia). nia.
    + assert (T := power_at_most_twice b 1 p ltac:(lia) B ltac:(lia)). specialize (IH (n - p)%nat ltac:(lia)).
      replace (Z.of_nat n) with (Z.of_nat p + Z.of_nat (n - p)) by lia. rewrite !Z.pow_add_r by lia.
      assert (C : 0 <= b ^ Z.of_nat p) by (apply Z.pow_nonneg; lia).
      assert (D : 0 <= (b + 1) ^ Z.of_nat (n - p)) by (apply Z.pow_nonneg; lia).
      replace (2 * 2 ^ Z.of_nat q * (b ^ Z.of_nat p * b ^ Z.of_nat (n - p)))
        with ((2 * b ^ Z.of_nat p) * (2 ^ Z.of_nat q * b ^ Z.of_nat (n - p))) by ring.
      apply Z.mul_le_mono_nonneg; auto. apply Z.pow_nonneg. lia.
Qed.

(** How often, over all sequences length of k, the numbers r of its members sum to t or more. *)
Definition total {X} (r : X -> nat) (l : list X) : nat := fold_right (fun a s => (r a + s)%nat) O l.

Theorem many_are_rare {X} (r : X -> nat) (xs : list X) k t (c : Z) : 1 <= c ->
  count (fun l => Nat.leb t (total r l)) (sequences xs k) * c ^ Z.of_nat t <= sumf (fun a => c ^ Z.of_nat (r a)) xs ^ Z.of_nat k.
Proof.
  intros C. rewrite <- weight_of_sequences, count_sum, Z.mul_comm, <- sumf_scale. apply sumf_le. intros l _.
  assert (E : weight (fun a => c ^ Z.of_nat (r a)) l = c ^ Z.of_nat (total r l)).
  { induction l as [|a l IH]; auto. cbn [weight total fold_right]. fold (weight (fun a => c ^ Z.of_nat (r a)) l).
    fold (total r l). rewrite IH, Nat2Z.inj_add, Z.pow_add_r by lia. reflexivity. }
  rewrite E. destruct (Nat.leb_spec t (total r l)) as [L|L].
  - rewrite Z.mul_1_r. apply Z.pow_le_mono_r; lia.
  - rewrite Z.mul_0_r. apply Z.pow_nonneg. lia.
Qed.

Lemma total_cons {X} (r : X -> nat) a l : total r (a :: l) = (r a + total r l)%nat.
Proof. reflexivity. Qed.

Lemma total_sum {X} (r : X -> nat) l : Z.of_nat (total r l) = sumf (fun a => Z.of_nat (r a)) l.
Proof. induction l as [|a l IH]; [reflexivity|]. rewrite total_cons. cbn [sumf]. rewrite <- IH. lia. Qed.

Lemma total_places {X} (p : X -> bool) (d : X) l :
  length (filter (fun z => p (nth z l d)) (seq 0 (length l))) = total (fun a => if p a then 1%nat else O) l.
Proof.
  assert (FM : forall (g : nat -> bool) s, length (filter g (map S s)) = length (filter (fun z => g (S z)) s)).
  { intros g s. induction s as [|z s IH]; auto. cbn [map filter]. destruct (g (S z)); cbn [length]; congruence. }
  induction l as [|a l IH]; [reflexivity|]. rewrite total_cons, <- IH. cbn [length seq filter nth].
  rewrite <- seq_shift. destruct (p a); cbn [length Nat.add]; rewrite FM; reflexivity.
Qed.

(** The union bound. *)
Theorem one_is_good {X E} (bad : E -> X -> bool) (events : list E) (xs : list X) :
  sumf (fun e => count (bad e) xs) events < Z.of_nat (length xs) ->
  exists x, In x xs /\ forall e, In e events -> bad e x = false.
Proof.
  intros H. destruct (existsb (fun x => forallb (fun e => negb (bad e x)) events) xs) eqn:G.
  - apply existsb_exists in G as (x & I & G). rewrite forallb_forall in G. exists x. split; auto.
    intros e M. apply negb_true_iff. auto.
  - exfalso. rewrite (sumf_ext _ (fun e => sumf (fun x => if bad e x then 1 else 0) xs)) in H by (intros; apply count_sum).
    rewrite sumf_exchange in H. assert (L : Z.of_nat (length xs) * 1 <= sumf (fun x => sumf (fun e => if bad e x then 1 else 0) events) xs).
    { rewrite <- sumf_const. apply sumf_le. intros x I.
      assert (F : forallb (fun e => negb (bad e x)) events = false).
      { destruct (forallb _ events) eqn:F; auto. assert (Y : existsb (fun x => forallb (fun e => negb (bad e x)) events) xs = true)
          by (apply existsb_exists; exists x; auto). congruence. }
      clear - F. induction events as [|e l IH]; [discriminate|]. cbn [forallb sumf] in *.
      assert (P : 0 <= sumf (fun e => if bad e x then 1 else 0) l).
      { clear. induction l as [|e l IH]; cbn [sumf]; [lia|]. destruct (bad e x); lia. }
      destruct (bad e x); cbn [negb andb] in F; [lia|]. specialize (IH F). lia. }
    lia.
Qed.

(** One list over xs keeps all totals below t, if their sums of powers are small on the average. *)
Theorem all_rare {X E} (r : E -> X -> nat) (events : list E) (xs : list X) k t (c g : Z) :
  1 <= c -> (0 < length xs)%nat -> 0 <= g ->
  (forall e, In e events -> sumf (fun a => c ^ Z.of_nat (r e a)) xs <= g * Z.of_nat (length xs)) ->
  Z.of_nat (length events) * g ^ Z.of_nat k < c ^ Z.of_nat t ->
  exists l, In l (sequences xs k) /\ forall e, In e events -> (total (r e) l < t)%nat.
Proof.
  intros C L G H N. destruct (one_is_good (fun e l => Nat.leb t (total (r e) l)) events (sequences xs k)) as (l & I & Good).
  - assert (Gp : 0 < Z.of_nat (length (sequences xs k))) by (rewrite number_of_sequences; apply Z.pow_pos_nonneg; lia).
    assert (Each : forall e, In e events -> count (fun l => Nat.leb t (total (r e) l)) (sequences xs k) * c ^ Z.of_nat t
      <= g ^ Z.of_nat k * Z.of_nat (length (sequences xs k))).
    { intros e I. apply Z.le_trans with (1 := many_are_rare (r e) xs k t c C). rewrite number_of_sequences, <- Z.pow_mul_l.
      apply Z.pow_le_mono_l. split; [|apply H; exact I]. clear - C. induction xs as [|a l IH]; cbn [sumf]; [lia|].
      assert (0 <= c ^ Z.of_nat (r e a)) by (apply Z.pow_nonneg; lia). lia. }
    assert (Sum : sumf (fun e => count (fun l => Nat.leb t (total (r e) l)) (sequences xs k)) events * c ^ Z.of_nat t
      <= Z.of_nat (length events) * (g ^ Z.of_nat k * Z.of_nat (length (sequences xs k)))).
    { rewrite Z.mul_comm, <- sumf_scale, <- sumf_const. apply sumf_le. intros e I. specialize (Each e I). lia. }
    assert (Cp : 0 < c ^ Z.of_nat t) by (apply Z.pow_pos_nonneg; lia).
    set (s := sumf _ events) in *. set (u := c ^ Z.of_nat t) in *. set (w := g ^ Z.of_nat k) in *.
    set (n := Z.of_nat (length (sequences xs k))) in *. set (e := Z.of_nat (length events)) in *.
    clearbody s u w n e. clear - Sum Gp Cp N. nia.
  - exists l. split; auto. intros e J. specialize (Good e J). apply Nat.leb_gt in Good. exact Good.
Qed.
