(** Variants of the counting bound: coins, average length, public coins, and how many outputs so many bits are enough for.
    It stands by itself, on top of Counting.v and FunctionClasses.v. *)
From Coq Require Import Arith List Bool Lia.
From Superproof Require Import Counting FunctionClasses.
Import ListNotations.

(** How many members of a list have a property. *)
Definition number {A} (has : A -> bool) (l : list A) : nat := length (filter has l).

Lemma number_cons {A} (has : A -> bool) a l : number has (a :: l) = (if has a then 1 else 0) + number has l.
Proof. unfold number. cbn [filter]. destruct (has a); reflexivity. Qed.

(* ---------------------------------------------------------------- coins that are right more often than not *)

Lemma two_majorities {A} (a b : A -> bool) l : length l < 2 * number a l -> length l < 2 * number b l ->
  exists x, In x l /\ a x = true /\ b x = true.
Proof.
  intros H K. assert (G : 0 < number (fun x => a x && b x) l).
  { enough (number a l + number b l <= length l + number (fun x => a x && b x) l) by lia. clear.
    induction l as [|x l IH]; [auto|]. rewrite !number_cons. cbn [length]. destruct (a x), (b x); cbn [andb]; lia. }
  unfold number in G. destruct (filter _ l) as [|x k] eqn:E; [cbn in G; lia|]. exists x.
  assert (I : In x (filter (fun x => a x && b x) l)) by (rewrite E; left; reflexivity). apply filter_In in I as [I J].
  apply andb_prop in J. tauto.
Qed.

(** T computes f u from the parameters P f, the input u and coins r, right for more than half of the coins, whatever f and
    u. Then parameters tell functions apart which inputs tell apart: what [most_need_long_descriptions],
    [parameters_of_fixed_length] and [average_description] ask for. *)
Theorem majority_determines {A U R V} (F : list A) (inputs : list U) (coins : list R) (value : A -> U -> V)
  (equal : V -> V -> bool) (P : A -> list bool) (T : list bool -> U -> R -> V) :
  (forall x y, equal x y = true -> x = y) ->
  (forall f u, In f F -> In u inputs -> length coins < 2 * number (fun r => equal (T (P f) u r) (value f u)) coins) ->
  (forall f g, In f F -> In g F -> (forall u, In u inputs -> value f u = value g u) -> f = g) ->
  forall f g, In f F -> In g F -> P f = P g -> f = g.
Proof.
  intros Eq Right Told f g Hf Hg E. apply Told; auto. intros u Hu. assert (K := Right g u Hg Hu). rewrite <- E in K.
  destruct (two_majorities _ _ _ (Right f u Hf Hu) K) as (r & _ & H1 & H2). apply Eq in H1, H2. congruence.
Qed.

(* ---------------------------------------------------------------- average *)

Definition total {A} (h : A -> nat) (l : list A) : nat := list_sum (map h l).

Lemma total_cons {A} (h : A -> nat) a l : total h (a :: l) = h a + total h l.
Proof. reflexivity. Qed.

Section Average.
  Context {A : Type}.
  Variables (F : list A) (P : A -> list bool).
  Hypothesis different : NoDup F.
  Hypothesis injective : forall f g, In f F -> In g F -> P f = P g -> f = g.

  Lemma few_short k : number (fun f => length (P f) <=? k) F < 2 ^ S k.
  Proof.
    apply Nat.le_lt_trans with (2 := up_to_length k). unfold number. rewrite <- (map_length P). apply NoDup_incl_length.
    - apply (NoDup_descriptions F P injective); [apply NoDup_filter; exact different|]. intros f I. apply filter_In in I. tauto.
    - intros s I. apply in_map_iff in I as (f & <- & I). apply filter_In in I as [_ I]. apply Nat.leb_le in I.
      apply up_to_complete. exact I.
  Qed.

  Lemma missing_bits k : total (fun f => k - length (P f)) F <= 2 ^ S k.
  Proof.
    induction k as [|k IH].
    - replace (total _ F) with 0; [cbn; lia|]. clear. induction F as [|f l IH]; [reflexivity|]. rewrite total_cons, <- IH. reflexivity.
    - assert (S1 : total (fun f => S k - length (P f)) F
                   = total (fun f => k - length (P f)) F + number (fun f => length (P f) <=? k) F).
      { clear. induction F as [|f l IH]; [reflexivity|]. rewrite !total_cons, number_cons, IH.
        destruct (Nat.leb_spec (length (P f)) k); lia. }
      rewrite S1. assert (N := few_short k). rewrite (Nat.pow_succ_r' 2 (S k)). lia.
  Qed.

  (** With 2^k <= |F|, parameters have k - 2 bits on average over F. *)
  Theorem average_description k : 2 ^ k <= length F -> k * length F <= total (fun f => length (P f)) F + 2 * length F.
  Proof.
    intros K. assert (M := missing_bits k). rewrite Nat.pow_succ_r' in M.
    enough (k * length F <= total (fun f => length (P f)) F + total (fun f => k - length (P f)) F) by lia. clear.
    induction F as [|f l IH]; [cbn; lia|]. rewrite !total_cons. cbn [length]. lia.
  Qed.
End Average.

(* ---------------------------------------------------------------- public coins *)

Lemma counted_twice {A B} (r : A -> B -> bool) l k :
  total (fun a => number (r a) k) l = total (fun b => number (fun a => r a b) l) k.
Proof.
  induction l as [|a l IH].
  - cbn. induction k as [|b k IH]; [reflexivity|]. rewrite total_cons, <- IH. reflexivity.
  - rewrite total_cons, IH. clear. induction k as [|b k IH]; [reflexivity|]. rewrite !total_cons, !number_cons, <- IH. lia.
Qed.

Lemma total_at_least {A} (h : A -> nat) n l : (forall a, In a l -> n <= h a) -> n * length l <= total h l.
Proof.
  induction l as [|a l IH]; intros H; [cbn; lia|]. rewrite total_cons. cbn [length].
  specialize (IH (fun b I => H b (or_intror I))). specialize (H a (or_introl eq_refl)). lia.
Qed.

Lemma total_at_most {A} (h : A -> nat) n l : (forall a, In a l -> h a <= n) -> total h l <= n * length l.
Proof.
  induction l as [|a l IH]; intros H; [cbn; lia|]. rewrite total_cons. cbn [length].
  specialize (IH (fun b I => H b (or_intror I))). specialize (H a (or_introl eq_refl)). lia.
Qed.

(** Parameters P f s of L bits that may use public coins s, and tell those functions apart for which s is good: where every
    function has at least n good coins, |F| n / |coins| <= 2^L. *)
Theorem public_coins {A R} (F : list A) (coins : list R) (P : A -> R -> list bool) (good : A -> R -> bool) n L : NoDup F ->
  (forall f s, In f F -> In s coins -> length (P f s) = L) ->
  (forall s f g, In s coins -> In f F -> In g F -> good f s = true -> good g s = true -> P f s = P g s -> f = g) ->
  (forall f, In f F -> n <= number (good f) coins) ->
  n * length F <= 2 ^ L * length coins.
Proof.
  intros D Fixed Told Often. apply Nat.le_trans with (1 := total_at_least _ _ _ Often). rewrite counted_twice.
  apply total_at_most. intros s Hs. unfold number. rewrite <- (map_length (fun f => P f s)), <- exactly_length.
  apply NoDup_incl_length.
  - apply (NoDup_descriptions (filter (fun f => good f s) F) (fun f => P f s)); [|apply NoDup_filter; exact D|apply incl_refl].
    intros f g If Ig. apply filter_In in If as [If Gf], Ig as [Ig Gg]. apply (Told s); auto.
  - intros w I. apply in_map_iff in I as (f & <- & I). apply filter_In in I as [I _]. rewrite <- (Fixed f s I Hs).
    apply exactly_complete.
Qed.

(* ---------------------------------------------------------------- capacity *)

(** N parameters of b bits are enough for at most N b / s outputs of the labelled problems of k different ANDs of q, with
    2^s <= C(m, q) - k + 1. *)
Theorem capacity_of_parameters m q k s N b (P : list (list nat) -> list bool) :
  (forall f g, In f (distinct_ands m q k) -> In g (distinct_ands m q k) -> P f = P g -> f = g) ->
  (forall f, In f (distinct_ands m q k) -> length (P f) = N * b) -> k <= choose m q ->
  2 ^ s <= choose m q - k + 1 -> s * k <= N * b.
Proof.
  intros I L K S. apply (Nat.pow_le_mono_r_iff 2); [lia|]. rewrite Nat.pow_mul_r.
  apply Nat.le_trans with (2 := ands_need_parameters m q k N b P I L K). apply Nat.pow_le_mono_l. exact S.
Qed.
