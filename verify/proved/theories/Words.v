(** Words made of hash functions: what two share, what is noise at a neuron, and which features a neuron listens to. *)
From Coq Require Import Arith ZArith List Bool Lia FinFun.
From Superproof Require Import Statement Codes Lists ReedSolomon Superposed Choices Hashing.
From Superproof Require FunctionClasses.
Import FunctionClasses(sequences, sequences_In).
Import ListNotations.
Open Scope Z_scope.

(* ---------------------------------------------------------------- words of hash functions *)

(** In block z the word of j has its one at the value of hash function z. *)
Definition word_of (b : nat) (H : list (list nat)) (j : nat) : list nat :=
  map (fun z => (z * b + nth j (nth z H []) O)%nat) (seq 0 (length H)).

Section Words.
  Variables (n b k : nat) (H : list (list nat)).
  Hypothesis b_positive : (0 < b)%nat.
  Hypothesis H_hashes : In H (sequences (hashes n b) k).

  Lemma H_length : length H = k.
  Proof. apply sequences_In in H_hashes. tauto. Qed.

  Lemma below z j : (nth j (nth z H []) O < b)%nat.
  Proof.
    destruct (Nat.lt_ge_cases z (length H)) as [L|L].
    - apply (hash_below n b); auto. apply sequences_In in H_hashes as [_ I]. apply I, nth_In. exact L.
    - rewrite (nth_overflow H) by exact L. destruct j; exact b_positive.
  Qed.

  Lemma word_well j : NoDup (word_of b H j) /\ length (word_of b H j) = k /\ forall e, In e (word_of b H j) -> (e < k * b)%nat.
  Proof.
    unfold word_of. rewrite H_length. split; [|split].
    - apply Injective_map_NoDup; [|apply seq_NoDup]. intros z z' E. assert (B := below z j). assert (B' := below z' j). nia.
    - rewrite map_length, seq_length. reflexivity.
    - intros e E. apply in_map_iff in E as (z & <- & Z). apply in_seq in Z. assert (B := below z j). nia.
  Qed.

  Lemma word_shared i j : shared (word_of b H i) (word_of b H j)
    = total (fun h => if Nat.eqb (nth i h O) (nth j h O) then 1%nat else O) H.
  Proof.
    unfold shared. unfold word_of at 2. rewrite filter_map, map_length.
    rewrite (filter_ext_in _ (fun z => Nat.eqb (nth i (nth z H []) O) (nth j (nth z H []) O))).
    - apply (total_places (fun h => Nat.eqb (nth i h O) (nth j h O)) [] H).
    - intros z Z. apply in_seq in Z. destruct (Nat.eqb_spec (nth i (nth z H []) O) (nth j (nth z H []) O)) as [E|E].
      + apply member_In. unfold word_of. apply in_map_iff. exists z. rewrite E. split; auto. apply in_seq. lia.
      + apply member_false. intros M. apply in_map_iff in M as (z' & M & _). assert (B := below z' i).
        assert (B' := below z j). assert (z' = z) by nia. subst z'. apply E. lia.
  Qed.
End Words.

Lemma noise_joined n b k A H f i m : (0 < b)%nat -> In H (sequences (hashes n b) k) -> A = map (word_of b H) (seq 0 m) ->
  (i < m)%nat -> (forall j, In j f -> (j < m)%nat) -> noise A f i = Z.of_nat (total (joined f i) H).
Proof.
  intros B I -> Im F. unfold noise.
  rewrite (sumf_ext_in _ (fun j => sumf (fun h => if Nat.eqb (nth j h O) (nth i h O) then 1 else 0) H)).
  - rewrite sumf_exchange, total_sum. apply sumf_ext. intros h. unfold joined. rewrite <- count_sum. unfold count. f_equal. f_equal.
    clear. induction f as [|j f IH]; auto. cbn [filter]. destruct (Nat.eqb j i); cbn [negb andb filter]; auto.
    destruct (Nat.eqb (nth j h O) (nth i h O)); congruence.
  - intros j J. apply filter_In in J as [J _]. rewrite !seq_map_nth by auto.
    rewrite (word_shared n b k H B I), total_sum. apply sumf_ext. intros h. destruct (Nat.eqb _ _); reflexivity.
Qed.

(* ---------------------------------------------------------------- who listens *)

Section Pairs.
  Variable ls : list (nat * nat).
  Definition uses (q i : nat) : bool := let p := nth i ls (0, 0)%nat in Nat.eqb (fst p) q || Nat.eqb (snd p) q.
  Definition users (q : nat) : list nat := filter (uses q) (seq 0 (length ls)).

  (** The features of the outputs that have the value x. *)
  Definition listens (m x : nat) (h : list nat) : list nat :=
    filter (fun q => existsb (fun i => Nat.eqb (nth i h O) x) (users q)) (seq 0 m).

  Lemma listens_NoDup m x h : NoDup (listens m x h).
  Proof. apply NoDup_filter, seq_NoDup. Qed.

  Lemma listens_below m x h q : In q (listens m x h) -> (q < m)%nat.
  Proof. intros I. apply filter_In in I as [I _]. apply in_seq in I. lia. Qed.

  Lemma listens_few m x h : length h = length ls -> (length (listens m x h) <= 2 * load x h)%nat.
  Proof.
    intros L. set (mine := filter (fun i => Nat.eqb (nth i h O) x) (seq 0 (length ls))).
    assert (E : length mine = load x h).
    { unfold mine, load. rewrite <- L. apply (total_places (fun a => Nat.eqb a x) O h). }
    rewrite <- E. apply Nat.le_trans with (length (flat_map (fun i => [fst (nth i ls (0, 0)%nat); snd (nth i ls (0, 0)%nat)]) mine)).
    - apply NoDup_incl_length; [apply listens_NoDup|]. intros q Q. apply filter_In in Q as [_ Q].
      apply existsb_exists in Q as (i & I & Q). apply filter_In in I as [I U]. apply in_flat_map. exists i. split.
      + apply filter_In. auto.
      + unfold uses in U. apply orb_true_iff in U as [U|U]; apply Nat.eqb_eq in U; cbn; auto.
    - clear. induction mine as [|i l IH]; cbn [flat_map length app]; lia.
  Qed.
End Pairs.
