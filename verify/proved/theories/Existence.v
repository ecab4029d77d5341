(** There is a network: for every problem of pairs in which no feature is used too often, one of some sqrt(m') lg m'
    neurons, its inputs in superposition, computes it. By counting bad choices of the codes. *)
From Coq Require Import Arith ZArith List Bool Lia.
From Superproof Require Import Statement Codes Lists ReedSolomon Superposed Choices Hashing Words.
From Superproof Require FunctionClasses.
Import FunctionClasses(sequences, sequences_In).
Import ListNotations.
Open Scope Z_scope.

(* ---------------------------------------------------------------- the numbers *)

(** Pairs of different features below m; v active ones; no feature in more than d pairs; the sizes below are enough. *)
Record sizes (m v d : nat) (ls : list (nat * nat)) (b p q load_limit t t' : nat) : Prop := {
  pairs_differ : forall i, (i < length ls)%nat -> let e := nth i ls (0, 0)%nat in
    fst e <> snd e /\ (fst e < m)%nat /\ (snd e < m)%nat;
  some_active : (1 <= v)%nat;
  used_seldom : forall j, (length (users ls j) <= d)%nat;
  values : (0 < b)%nat /\ 2 ^ (4 * Z.of_nat v + 1) * Z.of_nat d <= Z.of_nat b;
  pieces : 2 * Z.of_nat p <= Z.of_nat b /\ (length ls <= q * p)%nat;
  loads : 2 * Z.of_nat b * 2 ^ Z.of_nat q <= 2 ^ Z.of_nat load_limit;
  outputs_few : Z.of_nat (length ls) * Z.of_nat m < 2 ^ Z.of_nat t;
  neurons_few : 2 * Z.of_nat v * Z.of_nat t * Z.of_nat b * Z.of_nat m < 2 ^ Z.of_nat t';
  exponents : (1 <= t)%nat /\ (1 <= t')%nat }.

(** Values of the hash functions that carry the features. *)
Definition places (v load_limit : nat) : nat := (2 ^ (2 * v + 1) * (4 * load_limit))%nat.

Section Exists.
  Variables (m v d : nat) (ls : list (nat * nat)) (b p q load_limit t t' : nat).
  Hypothesis Sz : sizes m v d ls b p q load_limit t t'.
  Notation k := (2 * v * t)%nat.
  Notation k' := (2 * v * t')%nat.
  Notation b' := (places v load_limit).
  Notation good := (filter (level b load_limit) (hashes (length ls) b)).

  Lemma outputs_chosen : exists F, In F (sequences good k) /\
    forall i j, (i < length ls)%nat -> (j < m)%nat -> uses ls j i = false ->
      (total (collides i (users ls j)) F < t)%nat.
  Proof.
    destruct Sz as [_ V U [B W] [P N] Lo Of _ _].
    assert (Half : Z.of_nat (length (hashes (length ls) b)) <= 2 * Z.of_nat (length good))
      by (apply (half_are_level _ b p q); auto).
    assert (Xp : 0 < Z.of_nat (length (hashes (length ls) b))) by (rewrite number_of_hashes; apply Z.pow_pos_nonneg; lia).
    set (c := 2 ^ (4 * Z.of_nat v + 1)) in *. assert (C : 2 <= c).
    { unfold c. change 2 with (2 ^ 1) at 1. apply Z.pow_le_mono_r; lia. }
    set (events := filter (fun e => negb (uses ls (snd e) (fst e))) (list_prod (seq 0 (length ls)) (seq 0 m))).
    destruct (all_rare (fun e => collides (fst e) (users ls (snd e))) events good k t c 4) as (F & I & R); try lia.
    - intros [i j] E. unfold events in E. apply filter_In in E as [E Us]. apply in_prod_iff in E as [E1 E2].
      apply in_seq in E1. cbn [fst snd] in *. apply negb_true_iff in Us.
      apply Z.le_trans with (sumf (fun h => c ^ Z.of_nat (collides i (users ls j) h)) (hashes (length ls) b)).
      + apply sumf_filter_le. intros h. apply Z.pow_nonneg. lia.
      + assert (Fc := few_collide (length ls) b i (users ls j) (c - 1)). replace (1 + (c - 1)) with c in Fc by ring.
        apply Z.le_trans with (2 * Z.of_nat (length (hashes (length ls) b))); [apply Fc|lia]; try lia.
        * intros j' J. unfold users in J. apply filter_In in J as [J1 J2]. apply in_seq in J1. split; [lia|].
          intros ->. congruence.
        * specialize (U j). nia.
    - assert (Le : Z.of_nat (length events) <= Z.of_nat (length ls) * Z.of_nat m).
      { unfold events. rewrite <- Nat2Z.inj_mul. apply inj_le.
        rewrite <- (seq_length (length ls) 0) at 2. rewrite <- (seq_length m 0) at 2. rewrite <- prod_length.
        generalize (list_prod (seq 0 (length ls)) (seq 0 m)). intros l. induction l as [|e l IH]; cbn [filter length]; [lia|].
        destruct (negb _); cbn [length]; lia. }
      replace (4 ^ Z.of_nat k) with (2 ^ (4 * Z.of_nat v * Z.of_nat t)).
      2:{ change 4 with (2 ^ 2) at 2. rewrite <- Z.pow_mul_r by lia. f_equal. rewrite !Nat2Z.inj_mul. change (Z.of_nat 2) with 2. ring. }
      replace (c ^ Z.of_nat t) with (2 ^ (4 * Z.of_nat v * Z.of_nat t) * 2 ^ Z.of_nat t).
      2:{ unfold c. rewrite <- Z.pow_mul_r, <- Z.pow_add_r by lia. f_equal. ring. }
      assert (Wp : 0 < 2 ^ (4 * Z.of_nat v * Z.of_nat t)) by (apply Z.pow_pos_nonneg; lia).
      rewrite Z.mul_comm. apply Z.mul_lt_mono_pos_l; lia.
    - exists F. split; auto. intros i j Li Lj Us. apply (R (i, j)). unfold events. apply filter_In. split.
      + apply in_prod; apply in_seq; lia.
      + cbn [fst snd]. rewrite Us. reflexivity.
  Qed.

  (** The features that each neuron listens to. *)
  Definition listeners (F : list (list nat)) : list (list nat) :=
    map (fun e => listens ls m (e mod b) (nth (e / b) F [])) (seq 0 (k * b)).

  Lemma inputs_chosen F : In F (sequences good k) -> exists H, In H (sequences (hashes m b') k') /\
    forall f i, In f (listeners F) -> (i < m)%nat -> (total (joined f i) H < t')%nat.
  Proof.
    intros IF. destruct Sz as [_ V _ [B _] _ Lo _ Nf _].
    assert (Ll : (1 <= load_limit)%nat).
    { destruct load_limit; [|lia]. assert (0 < 2 ^ Z.of_nat q) by (apply Z.pow_pos_nonneg; lia). change (Z.of_nat 0) with 0 in Lo. rewrite Z.pow_0_r in Lo. nia. }
    set (c := 2 ^ (2 * Z.of_nat v + 1)). assert (C : 2 <= c).
    { unfold c. change 2 with (2 ^ 1) at 1. apply Z.pow_le_mono_r; lia. }
    assert (Eb : Z.of_nat b' = c * (4 * Z.of_nat load_limit)).
    { unfold places, c. rewrite Nat2Z.inj_mul, Nat2Z.inj_pow. f_equal; [f_equal; lia|lia]. }
    assert (Small : forall f, In f (listeners F) -> NoDup f /\ (forall j, In j f -> (j < m)%nat) /\ (length f <= 2 * load_limit)%nat).
    { intros f I. apply in_map_iff in I as (e & <- & E). apply in_seq in E. split; [apply listens_NoDup|].
      split; [intros j; apply listens_below|]. apply sequences_In in IF as [LF IF].
      assert (Q : (e / b < k)%nat) by (apply Nat.div_lt_upper_bound; lia).
      assert (In (nth (e / b) F []) good) by (apply IF, nth_In; lia). apply filter_In in H as [Hh Hl].
      pose proof Hh as Hh'. apply sequences_In in Hh' as [Ln _]. unfold level in Hl. rewrite forallb_forall in Hl.
      assert (Lx := Hl (e mod b)%nat ltac:(apply in_seq; assert (M := Nat.mod_upper_bound e b ltac:(lia)); lia)).
      apply Nat.ltb_lt in Lx. assert (Fw := listens_few ls m (e mod b) _ Ln). lia. }
    destruct (all_rare (fun e => joined (fst e) (snd e)) (list_prod (listeners F) (seq 0 m)) (hashes m b') k' t' c 2)
      as (H & I & R); try lia.
    - apply Nat2Z.inj_lt. rewrite number_of_hashes. apply Z.pow_pos_nonneg; nia.
    - intros [f i] E. apply in_prod_iff in E as [E1 E2]. apply in_seq in E2. cbn [fst snd].
      destruct (Small f E1) as (N1 & N2 & N3). replace c with (1 + (c - 1)) by ring. apply few_join; auto; nia.
    - rewrite prod_length, seq_length. unfold listeners. rewrite map_length, seq_length, !Nat2Z.inj_mul.
      replace (2 ^ (Z.of_nat 2 * Z.of_nat v * Z.of_nat t')) with (2 ^ (2 * Z.of_nat v * Z.of_nat t')) by reflexivity.
      replace (c ^ Z.of_nat t') with (2 ^ (2 * Z.of_nat v * Z.of_nat t') * 2 ^ Z.of_nat t').
      2:{ unfold c. rewrite <- Z.pow_mul_r, <- Z.pow_add_r by lia. f_equal. ring. }
      assert (Wp : 0 < 2 ^ (2 * Z.of_nat v * Z.of_nat t')) by (apply Z.pow_pos_nonneg; lia).
      rewrite Z.mul_comm. apply Z.mul_lt_mono_pos_l; [lia|]. change (Z.of_nat 2) with 2. lia.
    - exists H. split; auto. intros f i Fi Li. apply (R (f, i)). apply in_prod; auto. apply in_seq. lia.
  Qed.

  (** THE THEOREM: a network on 2 v t' places for the inputs and 2 v t b neurons computes the pairs. *)
  Theorem pairs_exist : exists A S N bias theta,
    length N = (k * b)%nat /\ computes (pairs_problem m v ls) (superposed (k' * b') A S N bias theta).
  Proof.
    destruct outputs_chosen as (F & IF & Fc). destruct (inputs_chosen F IF) as (H & IH & Hc).
    destruct Sz as [Pd V _ [B _] _ Lo _ _ [T T']].
    assert (Ll : (1 <= load_limit)%nat).
    { destruct load_limit; [|lia]. assert (0 < 2 ^ Z.of_nat q) by (apply Z.pow_pos_nonneg; lia). change (Z.of_nat 0) with 0 in Lo. rewrite Z.pow_0_r in Lo. nia. }
    assert (B' : (0 < b')%nat) by (unfold places; assert (2 ^ (2 * v + 1) <> 0)%nat by (apply Nat.pow_nonzero; lia); nia).
    assert (IF' : In F (sequences (hashes (length ls) b) k)).
    { apply sequences_spec. apply sequences_spec in IF as [LF IF]. split; auto. intros h Ih. apply IF, filter_In in Ih. tauto. }
    assert (LF : length F = k) by (apply sequences_spec in IF; tauto).
    set (A := map (word_of b' H) (seq 0 m)). set (S := map (word_of b F) (seq 0 (length ls))).
    exists A, S, (listeners F). eexists. eexists. split; [unfold listeners; rewrite map_length, seq_length; reflexivity|].
    apply (superposed_computes m v (k' * b') ls A S (listeners F) k' (Z.of_nat t' - 1) k (t - 1)).
    - unfold A. rewrite map_length, seq_length. reflexivity.
    - unfold S. rewrite map_length, seq_length. reflexivity.
    - intros j J. unfold A. rewrite seq_map_nth by exact J. apply (word_well m b' k' H B' IH).
    - intros f If. assert (Nf : NoDup f /\ forall j, In j f -> (j < m)%nat).
      { apply in_map_iff in If as (e & <- & _). split; [apply listens_NoDup|intros j; apply listens_below]. }
      split; [tauto|]. intros i I. rewrite (noise_joined m b' k' A H f i m B' IH eq_refl I) by tauto.
      assert (Tj := Hc f i If I). lia.
    - intros i I. cbn zeta. destruct (Pd i I) as (D & Da & Db).
      assert (Es : nth i S [] = word_of b F i) by (unfold S; apply seq_map_nth; exact I). rewrite Es.
      destruct (word_well (length ls) b k F B IF' i) as (W1 & W2 & W3).
      assert (Ln : length (listeners F) = (k * b)%nat) by (unfold listeners; rewrite map_length, seq_length; reflexivity).
      assert (At : forall x, (x < k)%nat -> nth (x * b + nth i (nth x F []) O) (listeners F) []
        = listens ls m (nth i (nth x F []) O) (nth x F [])).
      { intros x X. assert (Bx := below (length ls) b k F B IF' x i). unfold listeners. rewrite seq_map_nth by nia.
        rewrite <- (Nat.div_unique (x * b + nth i (nth x F []) O) b x (nth i (nth x F []) O)) by lia.
        rewrite <- (Nat.mod_unique (x * b + nth i (nth x F []) O) b x (nth i (nth x F []) O)) by lia. reflexivity. }
      assert (Own : forall x r, (r < m)%nat -> uses ls r i = true -> In r (listens ls m (nth i (nth x F []) O) (nth x F []))).
      { intros x r R Us. apply filter_In. split; [apply in_seq; lia|]. apply existsb_exists. exists i. split.
        - apply filter_In. split; [apply in_seq; lia|exact Us].
        - apply Nat.eqb_refl. }
      repeat split; auto.
      + rewrite Ln. auto.
      + apply in_map_iff in H0 as (x & <- & X). rewrite LF in X. apply in_seq in X. rewrite At by lia. apply Own; auto.
        unfold uses. rewrite Nat.eqb_refl. reflexivity.
      + apply in_map_iff in H0 as (x & <- & X). rewrite LF in X. apply in_seq in X. rewrite At by lia. apply Own; auto.
        unfold uses. rewrite Nat.eqb_refl, orb_true_r. reflexivity.
      + intros r R Ra Rb. assert (Us : uses ls r i = false).
        { unfold uses. apply orb_false_iff. split; apply Nat.eqb_neq; auto. }
        assert (M := Fc i r I R Us). enough (E : met_by (listeners F) (word_of b F i) r = total (collides i (users ls r)) F) by lia.
        unfold met_by, word_of. rewrite filter_map, map_length.
        rewrite (filter_ext_in _ (fun x => existsb (fun j => Nat.eqb (nth j (nth x F []) O) (nth i (nth x F []) O)) (users ls r))).
        * apply (total_places (fun h => existsb (fun j => Nat.eqb (nth j h O) (nth i h O)) (users ls r)) [] F).
        * intros x X. rewrite LF in X. apply in_seq in X. rewrite At by lia.
          destruct (existsb _ (users ls r)) eqn:E.
          -- apply member_In, filter_In. split; [apply in_seq; lia|exact E].
          -- apply member_false. intros Q. apply filter_In in Q as [_ Q]. congruence.
    - lia.
    - rewrite !Nat2Z.inj_mul, Nat2Z.inj_sub by lia. change (Z.of_nat 2) with 2. change (Z.of_nat 1) with 1.
      set (vz := Z.of_nat v) in *. set (tz := Z.of_nat t) in *. set (sz := Z.of_nat t') in *.
      assert (1 <= vz /\ 1 <= tz /\ 1 <= sz) by lia.
      assert (E : 2 * vz * tz * (2 * vz * sz - vz * (sz - 1)) - 2 * vz * sz * (vz * (tz - 1)) = 2 * vz * vz * tz + 2 * vz * vz * sz) by ring.
      assert (0 < 2 * vz * vz * tz + 2 * vz * vz * sz) by nia. lia.
  Qed.
End Exists.

(* ---------------------------------------------------------------- explicit sizes *)

(** The number of binary digits: n < 2^(digits n). *)
Definition binary_digits (n : nat) : nat := S (Nat.log2 n).

Lemma below_power n : Z.of_nat n < 2 ^ Z.of_nat (binary_digits n).
Proof.
  change 2 with (Z.of_nat 2). rewrite <- Nat2Z.inj_pow. apply inj_lt. unfold binary_digits. destruct n as [|n]; [cbn; lia|].
  apply Nat.log2_spec. lia.
Qed.

(** For all v, m and s: pairs of different features, at most s^2 of them, no feature in more than s. Of neurons,
    v 2^(4 v + 2) s times the digits of m m' are enough; of places for the inputs, v 2^(2 v + 4) times the digits t' of
    2 v t b m times s + 1 + the digits of b. *)
Theorem square_root_many_neurons m v s ls : (1 <= v)%nat -> (1 <= s)%nat -> (length ls <= s * s)%nat ->
  (forall i, (i < length ls)%nat -> let e := nth i ls (0, 0)%nat in fst e <> snd e /\ (fst e < m)%nat /\ (snd e < m)%nat) ->
  (forall j, (length (users ls j) <= s)%nat) ->
  let b := (2 ^ (4 * v + 1) * s)%nat in
  let t := binary_digits (length ls * m) in
  let t' := binary_digits (2 * v * t * b * m) in
  let places_of_inputs := (2 * v * t' * (2 ^ (2 * v + 1) * (4 * (s + 1 + binary_digits b))))%nat in
  exists A S N bias theta, length N = (2 * v * t * b)%nat
    /\ computes (pairs_problem m v ls) (superposed places_of_inputs A S N bias theta).
Proof.
  intros V P L D U b t t' places_of_inputs.
  assert (Two : (2 ^ (4 * v + 1) = 2 * 2 ^ (4 * v))%nat) by (rewrite Nat.pow_add_r, Nat.pow_1_r; lia).
  assert (One : (1 <= 2 ^ (4 * v))%nat) by (assert (2 ^ (4 * v) <> 0)%nat by (apply Nat.pow_nonzero; lia); lia).
  assert (Tb := below_power b).
  apply (pairs_exist m v s ls b (2 ^ (4 * v) * s) s (s + 1 + binary_digits b) t t'). split; auto.
  - split; [unfold b; nia|]. unfold b. rewrite Nat2Z.inj_mul, Nat2Z.inj_pow. apply Z.eq_le_incl. f_equal. f_equal. lia.
  - split; [unfold b; rewrite Two; nia|nia].
  - rewrite !Nat2Z.inj_add, !Z.pow_add_r by lia. change (2 ^ Z.of_nat 1) with 2.
    assert (Sp : 0 < 2 ^ Z.of_nat s) by (apply Z.pow_pos_nonneg; lia). nia.
  - rewrite <- Nat2Z.inj_mul. apply below_power.
  - assert (T' := below_power (2 * v * t * b * m)). rewrite !Nat2Z.inj_mul in T'. exact T'.
  - unfold t, t', binary_digits. lia.
Qed.
