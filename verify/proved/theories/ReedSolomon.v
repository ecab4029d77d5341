(** Reed-Solomon codes hold features at every size: two words share at most degree - 1 places, so that reading a feature
    with its own word tells whether it is active, whatever else is. *)
From Coq Require Import Arith ZArith Znumtheory List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Received Branch Families.
Import ListNotations.
Open Scope Z_scope.

(* ---------------------------------------------------------------- polynomials *)

(** c_0 + c_1 x + c_2 x^2 + ... *)
Fixpoint eval (cs : list Z) (x : Z) : Z := match cs with [] => 0 | c :: cs' => c + x * eval cs' x end.

(** The quotient by x - r. *)
Fixpoint quotient (cs : list Z) (r : Z) : list Z :=
  match cs with
  | [] => []
  | _ :: cs' => match cs' with [] => [] | _ => eval cs' r :: quotient cs' r end
  end.

Lemma quotient_spec r x cs : eval cs x = (x - r) * eval (quotient cs r) x + eval cs r.
Proof.
  induction cs as [|c cs IH]; cbn [eval quotient]; [lia|]. destruct cs as [|d cs].
  - cbn [eval]. lia.
  - change (eval (eval (d :: cs) r :: quotient (d :: cs) r) x)
      with (eval (d :: cs) r + x * eval (quotient (d :: cs) r) x). rewrite IH at 1. ring.
Qed.

Lemma quotient_length r cs : length (quotient cs r) = pred (length cs).
Proof.
  induction cs as [|c cs IH]; auto. cbn [quotient]. destruct cs as [|d cs]; auto. cbn [length] in *. rewrite IH. reflexivity.
Qed.

Definition vanishes (q : Z) (cs : list Z) : Prop := forall c, In c cs -> (q | c).

Lemma quotient_vanishes q r cs : vanishes q (quotient cs r) -> (q | eval cs r) -> vanishes q cs.
Proof.
  induction cs as [|c cs IH]; intros V E; [intros ? []|]. cbn [eval] in E.
  assert (T : vanishes q cs /\ (q | eval cs r)).
  { destruct cs as [|d cs]; [split; [intros ? []|apply Z.divide_0_r]|].
    assert (D : (q | eval (d :: cs) r)) by (apply V; left; reflexivity).
    split; auto. apply IH; auto. intros a I. apply V. right. exact I. }
  destruct T as [T D]. intros a [<-|I]; auto.
  replace c with ((c + r * eval cs r) - r * eval cs r) by ring. apply Z.divide_sub_r; auto. apply Z.divide_mul_r. exact D.
Qed.

(** A polynomial with as many roots modulo a prime as it has coefficients is 0. *)
Theorem roots q : prime q -> forall cs rs, NoDup rs -> (forall r, In r rs -> 0 <= r < q /\ (q | eval cs r)) ->
  (length cs <= length rs)%nat -> vanishes q cs.
Proof.
  intros P cs. remember (length cs) as k eqn:K. revert cs K. induction k as [|k IH]; intros cs K rs N R L.
  - destruct cs; [intros ? []|discriminate].
  - destruct rs as [|r rs]; [cbn [length] in L; lia|]. inversion N as [|? ? Nr Ns]. subst.
    destruct (R r (or_introl eq_refl)) as [Br Er]. apply (quotient_vanishes q r); auto.
    apply (IH (quotient cs r)) with (rs := rs); auto.
    + rewrite quotient_length, <- K. reflexivity.
    + intros x X. destruct (R x (or_intror X)) as [Bx Ex]. split; auto.
      assert (D : (q | (x - r) * eval (quotient cs r) x)).
      { replace ((x - r) * eval (quotient cs r) x) with (eval cs x - eval cs r) by (rewrite (quotient_spec r x cs); ring).
        apply Z.divide_sub_r; auto. }
      apply prime_mult in D as [D|D]; auto. exfalso.
      assert (x <> r) by (intros ->; contradiction).
      apply Z.divide_abs_r, Z.divide_pos_le in D; lia.
    + cbn [length] in L. lia.
Qed.

(* ---------------------------------------------------------------- words *)

(** The coefficients: the digits of i in base q, least significant first. *)
Fixpoint digits (degree q i : nat) : list Z :=
  match degree with O => [] | S d => Z.of_nat (i mod q) :: digits d q (i / q) end.

Lemma polynomial_spec q x : (0 < q)%nat -> forall degree i,
  (Z.of_nat q | eval (digits degree q i) (Z.of_nat x) - Z.of_nat (polynomial degree q i x)).
Proof.
  intros Q. induction degree as [|d IH]; intros i; cbn [digits eval polynomial]; [exists 0; lia|].
  destruct (IH (i / q)%nat) as [k E].
  set (a := (i mod q)%nat) in *. set (p := polynomial d q (i / q) x) in *.
  assert (M := Nat.div_mod (a + x * p) q ltac:(lia)).
  exists (Z.of_nat x * k + Z.of_nat ((a + x * p) / q)).
  assert (M' : Z.of_nat a + Z.of_nat x * Z.of_nat p
    = Z.of_nat q * Z.of_nat ((a + x * p) / q) + Z.of_nat ((a + x * p) mod q)).
  { rewrite <- !Nat2Z.inj_mul, <- !Nat2Z.inj_add. f_equal. exact M. }
  replace (eval (digits d q (i / q)) (Z.of_nat x)) with (k * Z.of_nat q + Z.of_nat p) by lia. nia.
Qed.

Fixpoint minus (u w : list Z) : list Z :=
  match u, w with a :: u', b :: w' => (a - b) :: minus u' w' | _, _ => [] end.

Lemma minus_spec x : forall u w, length u = length w -> eval (minus u w) x = eval u x - eval w x.
Proof.
  induction u as [|a u IH]; intros [|b w] L; try discriminate; auto. cbn [minus eval]. rewrite IH by (injection L; auto). ring.
Qed.

Lemma digits_length q : forall degree i, length (digits degree q i) = degree.
Proof. induction degree; intros i; cbn [digits length]; auto. Qed.

Lemma minus_length : forall u w, length u = length w -> length (minus u w) = length u.
Proof. induction u as [|a u IH]; intros [|b w] L; try discriminate; auto. cbn [minus length]. rewrite IH; auto. Qed.

Lemma digits_differ q : (0 < q)%nat -> forall degree i j, (i < q ^ degree)%nat -> (j < q ^ degree)%nat ->
  vanishes (Z.of_nat q) (minus (digits degree q i) (digits degree q j)) -> i = j.
Proof.
  intros Q. induction degree as [|d IH]; intros i j I J V; [cbn in I, J; lia|]. cbn [digits minus] in V.
  assert (D : (Z.of_nat q | Z.of_nat (i mod q) - Z.of_nat (j mod q))) by (apply V; left; reflexivity).
  assert (Bi := Nat.mod_upper_bound i q ltac:(lia)). assert (Bj := Nat.mod_upper_bound j q ltac:(lia)).
  assert (E : (i mod q = j mod q)%nat).
  { destruct D as [k K]. assert (k = 0) by nia. subst k. lia. }
  assert (E' : (i / q = j / q)%nat).
  { cbn [Nat.pow] in I, J. apply IH; [apply Nat.div_lt_upper_bound; lia|apply Nat.div_lt_upper_bound; lia|].
    intros a A. apply V. right. exact A. }
  rewrite (Nat.div_mod i q), (Nat.div_mod j q) by lia. congruence.
Qed.

Lemma filter_map {A B} (f : B -> bool) (g : A -> B) l : filter f (map g l) = map g (filter (fun a => f (g a)) l).
Proof. induction l as [|a l IH]; auto. cbn [map filter]. destruct (f (g a)); cbn [map]; congruence. Qed.

(** Two words of a Reed-Solomon code over a prime field share fewer places than the degree says. *)
Theorem words_share q blocks degree i j : prime (Z.of_nat q) -> (blocks <= q)%nat ->
  (i < q ^ degree)%nat -> (j < q ^ degree)%nat -> i <> j ->
  (length (filter (fun e => member e (reed_solomon q blocks degree i)) (reed_solomon q blocks degree j)) < degree)%nat.
Proof.
  intros P B I J D. assert (Q : (0 < q)%nat) by (destruct P; lia).
  assert (Lt : forall d k x, (polynomial d q k x < q)%nat).
  { intros d k x. destruct d; cbn [polynomial]; [lia|]. apply Nat.mod_upper_bound. lia. }
  set (xs := filter (fun x => Nat.eqb (polynomial degree q i x) (polynomial degree q j x)) (seq 0 blocks)).
  assert (E : length (filter (fun e => member e (reed_solomon q blocks degree i)) (reed_solomon q blocks degree j)) = length xs).
  { unfold xs. unfold reed_solomon at 2. rewrite filter_map, map_length. f_equal. apply filter_ext_in. intros x X.
    apply in_seq in X. destruct (Nat.eqb_spec (polynomial degree q i x) (polynomial degree q j x)) as [A|A].
    - apply member_In. unfold reed_solomon. apply in_map_iff. exists x. rewrite A. split; auto. apply in_seq. lia.
    - apply member_false. intros M. apply in_map_iff in M as (x' & M & _).
      assert (Li := Lt degree i x'). assert (Lj := Lt degree j x). assert (x' = x) by nia. subst x'. apply A. lia. }
  rewrite E. destruct (Nat.lt_ge_cases (length xs) degree) as [|G]; auto. exfalso. apply D.
  apply (digits_differ q Q degree); auto.
  apply (roots _ P _ (map Z.of_nat xs)).
  - apply FinFun.Injective_map_NoDup; [intros a b; apply Nat2Z.inj|]. apply NoDup_filter, seq_NoDup.
  - intros r R. apply in_map_iff in R as (x & <- & X). unfold xs in X. apply filter_In in X as [X A].
    apply in_seq in X. apply Nat.eqb_eq in A. split; [lia|]. rewrite minus_spec by (rewrite !digits_length; reflexivity).
    destruct (polynomial_spec q x Q degree i) as [a Ea]. destruct (polynomial_spec q x Q degree j) as [b Eb].
    exists (a - b). rewrite A in Ea. lia.
  - rewrite minus_length, digits_length, map_length by (rewrite !digits_length; reflexivity). exact G.
Qed.

(* ---------------------------------------------------------------- holding features *)

Definition copies (m v : nat) : problem := Problem m v [map Copy (seq 0 m)] false.

(** 0/1 words carry the features, neurons repeat what comes in, and the same words read the outputs. *)
Definition holding (n : nat) (supports : list (list nat)) (w : nat) : network :=
  Network (code_of (Ones n supports)) [Layer (map (fun e => indicator n [e]) (seq 0 n)) (repeat 0 n)]
    (code_of (Ones n supports)) (Z.of_nat w).

Definition shared (s t : list nat) : nat := length (filter (fun e => member e s) t).

Lemma dot_words n s t : NoDup t -> (forall e, In e t -> (e < n)%nat) ->
  dot (indicator n s) (indicator n t) = Z.of_nat (shared s t).
Proof.
  intros N B. rewrite dot_comm, dot_indicator by auto. unfold shared.
  rewrite (sumf_ext_in _ (fun e => if member e s then 1 else 0)).
  - clear. induction t as [|e t IH]; auto. cbn [sumf filter]. rewrite IH. destruct (member e s); cbn [length]; lia.
  - intros e E. unfold indicator. rewrite seq_map_nth by auto. reflexivity.
Qed.

Lemma shared_itself s : shared s s = length s.
Proof.
  unfold shared. f_equal. enough (H : forall t, incl t s -> filter (fun e => member e s) t = t) by (apply H, incl_refl).
  induction t as [|e t IH]; intros I; auto. cbn [filter]. assert (M : member e s = true) by (apply member_In, I; left; auto).
  rewrite M, IH; auto. intros x X. apply I. right. exact X.
Qed.

(** Words with w ones, two of which share at most c, hold features at sparsity v wherever v c < w. *)
Theorem words_hold n supports w c v :
  (forall s, In s supports -> NoDup s /\ length s = w /\ forall e, In e s -> (e < n)%nat) ->
  (forall i j, (i < length supports)%nat -> (j < length supports)%nat -> i <> j ->
     (shared (nth i supports []) (nth j supports []) <= c)%nat) ->
  (v * c < w)%nat -> computes (copies (length supports) v) (holding n supports w).
Proof.
  intros S C V. set (m := length supports) in *. set (ws := words (code_of (Ones n supports))).
  assert (Lw : forall x, In x ws -> length x = n).
  { intros x X. apply in_map_iff in X as (s & <- & _). unfold indicator. rewrite map_length, seq_length. reflexivity. }
  assert (Al : all_of_length n ws = true) by (apply forallb_forall; intros x X; apply Nat.eqb_eq; auto).
  assert (Lm : length ws = m) by (unfold ws; cbn [code_of words]; rewrite map_length; reflexivity).
  assert (Wi : forall i, (i < m)%nat -> nth i ws [] = indicator n (nth i supports [])).
  { intros i I. unfold ws. cbn [code_of words]. apply (nth_map_in (indicator n) [] []). exact I. }
  assert (Si : forall i, (i < m)%nat -> NoDup (nth i supports []) /\ length (nth i supports []) = w
      /\ forall e, In e (nth i supports []) -> (e < n)%nat) by (intros i I; apply S, nth_In; exact I).
  split.
  - unfold shaped, copies, holding. cbn [input_code output_code layers features levels chained wired weights bias].
    fold ws. change (rows (code_of (Ones n supports))) with n. rewrite Lm, Al, !map_length, repeat_length, !seq_length, !Nat.eqb_refl.
    cbn [andb]. rewrite !andb_true_r. apply andb_true_intro. split.
    + apply forallb_forall. intros x X. apply in_map_iff in X as (e & <- & _). unfold indicator.
      rewrite map_length, seq_length. apply Nat.eqb_refl.
    + apply forallb_forall. intros g I. apply in_map_iff in I as (j & <- & J). apply in_seq in J. cbn [wires forallb].
      rewrite andb_true_r. apply Nat.ltb_lt. lia.
  - intros y [L A]. cbn [features copies] in L. unfold active_features in A. cbn [every_level copies sparse_levels sparsity] in A.
    destruct A as [A _]. unfold scores, outputs, copies, holding. cbn [input_code output_code layers levels fold_left threshold].
    fold ws. set (x := encode (code_of (Ones n supports)) y). unfold step. cbn [weights bias].
    assert (Ly : forall j, In j (active y) -> (j < m)%nat) by (intros j J; apply active_from_range in J; lia).
    assert (Dx : forall u, dot u x = sumf (fun j => dot u (nth j ws [])) (active y)) by (intros u; apply dot_encode; exact Al).
    assert (Lx : length x = n) by (apply length_sum; exact Lw).
    assert (Z : map relu (add (product (map (fun e => indicator n [e]) (seq 0 n)) x) (repeat 0 n)) = x).
    { apply (nth_ext _ _ 0 0); [rewrite length_step by (rewrite repeat_length, map_length, seq_length; reflexivity);
        rewrite repeat_length; auto|]. rewrite length_step by (rewrite repeat_length, map_length, seq_length; reflexivity).
      rewrite repeat_length. intros e E. rewrite nth_layer by (rewrite ?repeat_length, ?map_length, ?seq_length; auto).
      rewrite seq_map_nth by exact E. rewrite (nth_repeat 0 n e). rewrite dot_single by exact E. unfold relu.
      assert (0 <= nth e x 0); [|lia]. rewrite <- (dot_single n e x E), Dx.
      assert (Nn : forall j, In j (active y) -> 0 <= dot (indicator n [e]) (nth j ws [])).
      { intros j J. rewrite Wi by auto. destruct (Si j (Ly j J)) as (N & _ & B). rewrite dot_words by auto. lia. }
      revert Nn. generalize (active y). intros l. clear. induction l as [|j l IH]; intros H; cbn [sumf]; [lia|].
      assert (H1 := H j (or_introl eq_refl)). assert (H2 := IH (fun k K => H k (or_intror K))). lia. }
    rewrite Z. unfold level_values. rewrite map_map. cbn [value]. unfold product. rewrite map_map.
    rewrite (by_places ws []), map_map, Lm. apply map_ext_in. intros i I. apply in_seq in I. assert (Hi : (i < m)%nat) by lia.
    rewrite Dx.
    rewrite (sumf_ext_in _ (fun j => Z.of_nat (shared (nth i supports []) (nth j supports [])))).
    2:{ intros j J. destruct (Si j (Ly j J)) as (N & _ & B). rewrite !Wi by auto. apply dot_words; auto. }
    destruct (nth i y false) eqn:Y.
    + apply Z.leb_le. rewrite <- member_active in Y. apply member_In, in_split in Y as (l1 & l2 & ->).
      rewrite sumf_app. cbn [sumf]. rewrite shared_itself. destruct (Si i Hi) as (_ & -> & _).
      assert (P : forall l, 0 <= sumf (fun j => Z.of_nat (shared (nth i supports []) (nth j supports []))) l)
        by (induction l as [|j l IH]; cbn [sumf]; lia).
      assert (P1 := P l1). assert (P2 := P l2). lia.
    + apply Z.leb_gt. rewrite <- member_active in Y. apply member_false in Y.
      assert (Lc : (length (active y) <= v)%nat) by (unfold active; rewrite active_from_length; exact A).
      assert (Q : sumf (fun j => Z.of_nat (shared (nth i supports []) (nth j supports []))) (active y)
        <= Z.of_nat (length (active y) * c)).
      { revert Y Ly. generalize (active y). intros l. clear - C Hi. induction l as [|j l IH]; intros Y Ly; cbn [sumf length]; [lia|].
        assert (C1 := C i j Hi (Ly j (or_introl eq_refl)) (fun E => Y (or_introl (eq_sym E)))).
        assert (C2 := IH (fun H => Y (or_intror H)) (fun k K => Ly k (or_intror K))). lia. }
      nia.
Qed.

(** For all primes q, blocks <= q, degrees, sparsities v with v (degree - 1) < blocks, and up to q^degree features. *)
Theorem reed_solomon_holds q blocks degree m v : prime (Z.of_nat q) -> (blocks <= q)%nat -> (m <= q ^ degree)%nat ->
  (v * (degree - 1) < blocks)%nat ->
  computes (copies m v) (holding (blocks * q) (map (reed_solomon q blocks degree) (seq 0 m)) blocks)
  /\ input_code (holding (blocks * q) (map (reed_solomon q blocks degree) (seq 0 m)) blocks)
     = expand (ReedSolomon q blocks degree m).
Proof.
  intros P B M V. split; [|reflexivity].
  assert (Q : (0 < q)%nat) by (destruct P; lia).
  assert (Lt : forall k i x, (polynomial k q i x < q)%nat).
  { intros k i x. destruct k; cbn [polynomial]; [lia|]. apply Nat.mod_upper_bound. lia. }
  set (supports := map _ _). replace m with (length supports) by (unfold supports; rewrite map_length, seq_length; reflexivity).
  assert (Lm : length supports = m) by (unfold supports; rewrite map_length, seq_length; reflexivity).
  apply words_hold with (c := (degree - 1)%nat); auto.
  - intros s I. apply in_map_iff in I as (i & <- & _). unfold reed_solomon. split; [|split].
    + apply FinFun.Injective_map_NoDup.
      * intros a b E. assert (La := Lt degree i a). assert (Lb := Lt degree i b). nia.
      * apply seq_NoDup.
    + rewrite map_length, seq_length. reflexivity.
    + intros e E. apply in_map_iff in E as (x & <- & X). apply in_seq in X. assert (L := Lt degree i x). nia.
  - rewrite Lm. intros i j I J D. unfold supports. rewrite !seq_map_nth by auto. unfold shared.
    assert (W := words_share q blocks degree i j P B ltac:(lia) ltac:(lia) D). lia.
Qed.
