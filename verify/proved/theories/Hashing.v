(** Hash functions chosen at random: with few collisions, and with few outputs a value. *)
From Coq Require Import Arith ZArith List Bool Lia.
From Superproof Require Import Statement Codes Lists Choices.
From Superproof Require FunctionClasses.
Import FunctionClasses(sequences, sequences_In).
Import ListNotations.
Open Scope Z_scope.

Definition hashes (n b : nat) : list (list nat) := sequences (seq 0 b) n.

Lemma number_of_hashes n b : Z.of_nat (length (hashes n b)) = Z.of_nat b ^ Z.of_nat n.
Proof. unfold hashes. rewrite number_of_sequences, seq_length. reflexivity. Qed.

Lemma hash_below n b h i : (0 < b)%nat -> In h (hashes n b) -> (nth i h O < b)%nat.
Proof.
  intros P H. apply sequences_In in H as [L I]. destruct (Nat.lt_ge_cases i (length h)) as [G|G].
  - assert (J := I _ (nth_In h O G)). apply in_seq in J. lia.
  - rewrite nth_overflow by exact G. exact P.
Qed.

Lemma sum_of_one b x : (x < b)%nat -> sumf (fun a => if Nat.eqb a x then 1 else 0) (seq 0 b) = 1.
Proof.
  intros X. rewrite <- count_sum. unfold count.
  enough (H : forall k, (k <= x < k + b)%nat -> length (filter (fun a => Nat.eqb a x) (seq k b)) = 1%nat) by (rewrite (H O); lia).
  clear X. induction b as [|b IH]; intros k K; [lia|]. cbn [seq filter]. destruct (Nat.eqb_spec k x) as [->|D].
  - cbn [length]. f_equal. rewrite (filter_ext_in _ (fun _ => false)); [clear; induction (seq (S x) b); auto|].
    intros a A. apply in_seq in A. apply Nat.eqb_neq. lia.
  - apply IH. lia.
Qed.

(** Two places have the same value with probability 1 / b. *)
Lemma equal_places n b i j : (i < n)%nat -> (j < n)%nat -> i <> j -> (0 < b)%nat ->
  Z.of_nat b * count (fun h => Nat.eqb (nth j h O) (nth i h O)) (hashes n b) = Z.of_nat (length (hashes n b)).
Proof.
  intros I J D P. rewrite count_sum. assert (H := peel (fun h => if Nat.eqb (nth j h O) (nth i h O) then 1 else 0)
    (fun _ => 1) 1 (seq 0 b) n j J). rewrite seq_length in H. unfold hashes. rewrite H; [rewrite sumf_const; lia|].
  intros l L. rewrite Z.mul_1_l. pose proof L as L'. apply sequences_In in L' as [Ln _].
  rewrite (sumf_ext _ (fun a => if Nat.eqb a (nth i l O) then 1 else 0)).
  - apply sum_of_one. apply (hash_below n b); auto.
  - intros a. rewrite !nth_update by lia. rewrite Nat.eqb_refl. destruct (Nat.eqb_spec i j); [contradiction|]. reflexivity.
Qed.

(** Whether a place of [others] has the value of place i. *)
Definition collides (i : nat) (others : list nat) (h : list nat) : nat :=
  if existsb (fun j => Nat.eqb (nth j h O) (nth i h O)) others then 1 else 0.

Lemma few_collide n b i others (y : Z) : (i < n)%nat -> (forall j, In j others -> (j < n)%nat /\ j <> i) -> (0 < b)%nat ->
  0 <= y -> y * Z.of_nat (length others) <= Z.of_nat b ->
  sumf (fun h => (1 + y) ^ Z.of_nat (collides i others h)) (hashes n b) <= 2 * Z.of_nat (length (hashes n b)).
Proof.
  intros I Ot P Y H. set (X := hashes n b) in *.
  assert (C : Z.of_nat b * sumf (fun h => Z.of_nat (collides i others h)) X <= Z.of_nat (length others) * Z.of_nat (length X)).
  { apply Z.le_trans with (Z.of_nat b * sumf (fun h => sumf (fun j => if Nat.eqb (nth j h O) (nth i h O) then 1 else 0) others) X).
    - apply Z.mul_le_mono_nonneg_l; [lia|]. apply sumf_le. intros h _. unfold collides. clear.
      assert (P : forall l, 0 <= sumf (fun j => if Nat.eqb (nth j h O) (nth i h O) then 1 else 0) l).
      { induction l as [|j l IH]; cbn [sumf]; [lia|]. destruct (Nat.eqb _ _); lia. }
      induction others as [|j l IH]; cbn [existsb sumf]; [apply Z.le_refl|]. specialize (P l).
      destruct (Nat.eqb _ _); cbn [orb Z.of_nat Pos.of_succ_nat]; lia.
    - rewrite sumf_exchange, <- sumf_scale. rewrite (sumf_ext_in _ (fun _ => Z.of_nat (length X))).
      + rewrite sumf_const. lia.
      + intros j J. destruct (Ot j J) as [J1 J2]. rewrite <- count_sum. apply equal_places; auto. }
  rewrite (sumf_ext _ (fun h => 1 + y * Z.of_nat (collides i others h))).
  - rewrite sumf_plus, sumf_const, sumf_scale. set (s := sumf _ X) in *. nia.
  - intros h. unfold collides. destruct (existsb _ others); cbn [Z.of_nat Pos.of_succ_nat]; rewrite ?Z.pow_1_r, ?Z.pow_0_r; lia.
Qed.

(* ---------------------------------------------------------------- loads *)

Definition load (x : nat) (h : list nat) : nat := total (fun a => if Nat.eqb a x then 1%nat else O) h.

Definition level (b t : nat) (h : list nat) : bool := forallb (fun x => Nat.ltb (load x h) t) (seq 0 b).

(** Half of all hash functions, at least, have fewer than t places a value. *)
Theorem half_are_level n b p q t : (0 < b)%nat -> 2 * Z.of_nat p <= Z.of_nat b -> (n <= q * p)%nat ->
  2 * Z.of_nat b * 2 ^ Z.of_nat q <= 2 ^ Z.of_nat t ->
  Z.of_nat (length (hashes n b)) <= 2 * Z.of_nat (length (filter (level b t) (hashes n b))).
Proof.
  intros B P N T. set (X := hashes n b).
  assert (L : forall x, In x (seq 0 b) -> count (fun h => Nat.leb t (load x h)) X * 2 ^ Z.of_nat t <= 2 ^ Z.of_nat q * Z.of_nat (length X)).
  { intros x I. apply in_seq in I. unfold X. rewrite number_of_hashes.
    apply Z.le_trans with (2 := power_of_one_more (Z.of_nat b) p q ltac:(lia) P n N).
    assert (M := many_are_rare (fun a => if Nat.eqb a x then 1%nat else O) (seq 0 b) n t 2 ltac:(lia)).
    rewrite (sumf_ext _ (fun a => 1 + (if Nat.eqb a x then 1 else 0))) in M.
    - rewrite sumf_plus, sumf_const, seq_length, sum_of_one in M by lia. rewrite Z.mul_1_r in M. exact M.
    - intros a. destruct (Nat.eqb a x); reflexivity. }
  assert (S : sumf (fun x => count (fun h => Nat.leb t (load x h)) X) (seq 0 b) * 2 ^ Z.of_nat t
    <= Z.of_nat b * (2 ^ Z.of_nat q * Z.of_nat (length X))).
  { rewrite Z.mul_comm, <- sumf_scale. rewrite <- (seq_length b 0) at 2. rewrite <- sumf_const. apply sumf_le.
    intros x I. specialize (L x I). lia. }
  assert (U : Z.of_nat (length X) <= Z.of_nat (length (filter (level b t) X))
    + sumf (fun x => count (fun h => Nat.leb t (load x h)) X) (seq 0 b)).
  { rewrite (sumf_ext _ (fun x => sumf (fun h => if Nat.leb t (load x h) then 1 else 0) X)) by (intros; apply count_sum).
    rewrite sumf_exchange. change (Z.of_nat (length (filter (level b t) X))) with (count (level b t) X).
    rewrite count_sum, <- sumf_plus. rewrite <- (Z.mul_1_r (Z.of_nat (length X))), <- sumf_const. apply sumf_le. intros h _.
    assert (Q : forall l, 0 <= sumf (fun x => if Nat.leb t (load x h) then 1 else 0) l).
    { induction l as [|x l IH]; cbn [sumf]; [lia|]. destruct (Nat.leb _ _); lia. }
    unfold level. assert (Q0 := Q (seq 0 b)). destruct (forallb _ (seq 0 b)) eqn:F; [lia|]. clear Q0 L S.
    induction (seq 0 b) as [|x l IH]; [discriminate|]. cbn [forallb sumf] in *. specialize (Q l).
    destruct (Nat.ltb_spec (load x h) t) as [A|A]; cbn [andb] in F.
    - specialize (IH F). destruct (Nat.leb_spec t (load x h)); lia.
    - destruct (Nat.leb_spec t (load x h)); lia. }
  assert (W : 0 < 2 ^ Z.of_nat t) by (apply Z.pow_pos_nonneg; lia).
  set (s := sumf _ (seq 0 b)) in *. set (e := 2 ^ Z.of_nat t) in *. set (f := 2 ^ Z.of_nat q) in *.
  assert (2 * s <= Z.of_nat (length X)); [|lia]. nia.
Qed.

(* ---------------------------------------------------------------- collisions of many places with one *)

Definition joined (f : list nat) (i : nat) (h : list nat) : nat :=
  length (filter (fun j => negb (Nat.eqb j i) && Nat.eqb (nth j h O) (nth i h O)) f).

Lemma joined_sum n b (y : Z) i f : (0 < b)%nat -> 0 <= y -> (i < n)%nat -> NoDup f -> (forall j, In j f -> (j < n)%nat) ->
  Z.of_nat b ^ Z.of_nat (length f) * sumf (fun h => (1 + y) ^ Z.of_nat (joined f i h)) (hashes n b)
  <= (Z.of_nat b + y) ^ Z.of_nat (length f) * Z.of_nat (length (hashes n b)).
Proof.
  intros B Y I N. induction N as [|j f Nj N IH]; intros F.
  - cbn [length]. change (Z.of_nat 0) with 0. rewrite !Z.pow_0_r. cbn [joined filter length].
    rewrite (sumf_ext _ (fun _ => 1)) by reflexivity. rewrite sumf_const. lia.
  - specialize (IH (fun q Q => F q (or_intror Q))). cbn [length]. rewrite Nat2Z.inj_succ, !Z.pow_succ_r by lia.
    set (X := hashes n b) in *. set (u := Z.of_nat b ^ Z.of_nat (length f)) in *.
    set (w := (Z.of_nat b + y) ^ Z.of_nat (length f)) in *.
    assert (W : 0 <= w) by (apply Z.pow_nonneg; lia). assert (U : 0 <= u) by (apply Z.pow_nonneg; lia).
    destruct (Nat.eq_dec j i) as [->|D].
    + rewrite (sumf_ext _ (fun h => (1 + y) ^ Z.of_nat (joined f i h))).
      * set (s := sumf _ X) in *. assert (0 <= Z.of_nat (length X)) by lia. nia.
      * intros h. unfold joined. cbn [filter]. rewrite Nat.eqb_refl. reflexivity.
    + assert (E : Z.of_nat b * sumf (fun h => (1 + y) ^ Z.of_nat (joined (j :: f) i h)) X
        = (Z.of_nat b + y) * sumf (fun h => (1 + y) ^ Z.of_nat (joined f i h)) X).
      { assert (Pl := peel (fun h => (1 + y) ^ Z.of_nat (joined (j :: f) i h)) (fun h => (1 + y) ^ Z.of_nat (joined f i h))
          (Z.of_nat b + y) (seq 0 b) n j (F j (or_introl eq_refl))). rewrite seq_length in Pl. apply Pl. clear Pl.
        intros l L. pose proof L as L'. apply sequences_In in L' as [Ln _].
        assert (Jn : (j < n)%nat) by (apply F; left; reflexivity).
        rewrite (sumf_ext _ (fun a => (1 + y) ^ Z.of_nat (joined f i l) * (1 + y * (if Nat.eqb a (nth i l O) then 1 else 0)))).
        - rewrite sumf_scale, sumf_plus, sumf_scale, sumf_const, seq_length, sum_of_one by (apply (hash_below n b); auto). ring.
        - intros a. assert (Js : joined f i (update l j a) = joined f i l).
          { unfold joined. f_equal. apply filter_ext_in. intros q Q. rewrite !nth_update by lia.
            destruct (Nat.eqb_spec q j) as [->|]; [contradiction|]. destruct (Nat.eqb_spec i j); [congruence|]. reflexivity. }
          assert (Jj : nth j (update l j a) O = a) by (rewrite nth_update by lia; rewrite Nat.eqb_refl; reflexivity).
          assert (Ji : nth i (update l j a) O = nth i l O).
          { rewrite nth_update by lia. destruct (Nat.eqb_spec i j); [congruence|]. reflexivity. }
          assert (Jc : joined (j :: f) i (update l j a)
            = ((if Nat.eqb a (nth i l O) then 1 else 0) + joined f i (update l j a))%nat).
          { unfold joined. cbn [filter]. destruct (Nat.eqb_spec j i); [contradiction|]. rewrite Jj, Ji. cbn [negb andb].
            destruct (Nat.eqb a (nth i l O)); reflexivity. }
          rewrite Jc, Js, Nat2Z.inj_add, Z.pow_add_r by lia.
          destruct (Nat.eqb a (nth i l O)); cbn [Z.of_nat Pos.of_succ_nat]; rewrite ?Z.pow_1_r, ?Z.pow_0_r; ring. }
      set (s := sumf (fun h => (1 + y) ^ Z.of_nat (joined f i h)) X) in *. set (s' := sumf _ X) in *. nia.
Qed.

Theorem few_join n b (y : Z) i f : (0 < b)%nat -> 0 <= y -> (i < n)%nat -> NoDup f -> (forall j, In j f -> (j < n)%nat) ->
  2 * Z.of_nat (length f) * y <= Z.of_nat b ->
  sumf (fun h => (1 + y) ^ Z.of_nat (joined f i h)) (hashes n b) <= 2 * Z.of_nat (length (hashes n b)).
Proof.
  intros B Y I N F H. assert (S := joined_sum n b y i f B Y I N F).
  assert (T := power_at_most_twice (Z.of_nat b) y (length f) Y ltac:(lia) H).
  assert (U : 0 < Z.of_nat b ^ Z.of_nat (length f)) by (apply Z.pow_pos_nonneg; lia).
  set (u := Z.of_nat b ^ Z.of_nat (length f)) in *. set (w := (Z.of_nat b + y) ^ Z.of_nat (length f)) in *.
  set (s := sumf _ (hashes n b)) in *. assert (0 <= Z.of_nat (length (hashes n b))) by lia. nia.
Qed.
