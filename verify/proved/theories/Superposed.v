(** Pairs of features by neurons that many outputs share, inputs in superposition: when the numbers hold, all is right. *)
From Coq Require Import Arith ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Received Branch Families ReedSolomon.
Import ListNotations.
Open Scope Z_scope.

(** The sum of the words of the features of a neuron. *)
Definition heard (n : nat) (A : list (list nat)) (f : list nat) : vector :=
  fold_right (fun j w => add (indicator n (nth j A [])) w) (repeat 0 n) f.

(** Features are carried by 0/1 words A; neuron e listens to the words of the features N_e, less [bias]; output i reads
    the neurons S_i. *)
Definition superposed (n : nat) (A S N : list (list nat)) (bias theta : Z) : network :=
  Network (code_of (Ones n A)) [Layer (map (heard n A) N) (repeat (- bias) (length N))] (code_of (Ones (length N) S)) theta.

Definition pairs_problem (m v : nat) (ls : list (nat * nat)) : problem := ands m v (map (fun p => [fst p; snd p]) ls).

(** What the word of b leaves in the sum of the other features of a neuron. *)
Definition noise (A : list (list nat)) (f : list nat) (b : nat) : Z :=
  sumf (fun j => Z.of_nat (shared (nth j A []) (nth b A []))) (filter (fun j => negb (Nat.eqb j b)) f).

Lemma length_heard n A f : length (heard n A f) = n.
Proof.
  induction f as [|j f IH]; cbn [heard fold_right]; [apply repeat_length|]. fold (heard n A f).
  rewrite length_add; [exact IH|]. rewrite IH. unfold indicator. rewrite map_length, seq_length. reflexivity.
Qed.

Lemma dot_heard n A f x : length x = n -> dot (heard n A f) x = sumf (fun j => dot (indicator n (nth j A [])) x) f.
Proof.
  intros L. induction f as [|j f IH]; cbn [heard fold_right sumf].
  - rewrite dot_comm. apply dot_zeros.
  - fold (heard n A f). rewrite <- IH, dot_comm, dot_add, (dot_comm x), (dot_comm x); [reflexivity|].
    rewrite length_heard. unfold indicator. rewrite map_length, seq_length. reflexivity.
Qed.

Lemma noise_nonneg A f b : 0 <= noise A f b.
Proof. unfold noise. induction (filter _ f) as [|j l IH]; cbn [sumf]; lia. Qed.

Lemma sum_with_own (h : nat -> Z) f b : NoDup f ->
  sumf h f = (if member b f then h b else 0) + sumf h (filter (fun j => negb (Nat.eqb j b)) f).
Proof.
  induction 1 as [|j f N _ IH]; [reflexivity|]. cbn [sumf filter member existsb]. rewrite IH.
  change (existsb (Nat.eqb b) f) with (member b f). rewrite (Nat.eqb_sym b j).
  destruct (Nat.eqb_spec j b) as [->|D]; cbn [negb orb].
  - apply member_false in N. rewrite N. lia.
  - cbn [sumf]. destruct (member b f); lia.
Qed.

Definition heard_active (f act : list nat) : nat := length (filter (fun q => member q f) act).

(** What a neuron receives: w for every active feature of its own, and noise. *)
Lemma received n A f act x w c m :
  (forall j, (j < m)%nat -> NoDup (nth j A []) /\ length (nth j A []) = w /\ forall e, In e (nth j A []) -> (e < n)%nat) ->
  NoDup f -> (forall b, In b act -> (b < m)%nat) -> (forall b, (b < m)%nat -> noise A f b <= c) -> length x = n ->
  (forall u, dot u x = sumf (fun b => dot u (indicator n (nth b A []))) act) ->
  Z.of_nat w * Z.of_nat (heard_active f act) <= dot (heard n A f) x
    <= Z.of_nat w * Z.of_nat (heard_active f act) + Z.of_nat (length act) * c.
Proof.
  intros W Nf B C L D. rewrite dot_heard by exact L.
  rewrite (sumf_ext _ (fun j => sumf (fun b => dot (indicator n (nth j A [])) (indicator n (nth b A []))) act))
    by (intros; apply D).
  rewrite sumf_exchange. unfold heard_active. clear D L. induction act as [|b act IH]; cbn [sumf filter length]; [lia|].
  specialize (IH (fun q Q => B q (or_intror Q))). assert (Bb : (b < m)%nat) by (apply B; left; reflexivity).
  destruct (W b Bb) as (Nb & Lb & Eb). specialize (C b Bb). assert (P := noise_nonneg A f b).
  assert (E : sumf (fun j => dot (indicator n (nth j A [])) (indicator n (nth b A []))) f
    = (if member b f then Z.of_nat w else 0) + noise A f b).
  { rewrite (sumf_ext _ (fun j => Z.of_nat (shared (nth j A []) (nth b A [])))) by (intros; apply dot_words; auto).
    rewrite (sum_with_own _ f b Nf), shared_itself, Lb. reflexivity. }
  rewrite E. destruct (member b f); cbn [length]; lia.
Qed.

(** At most one of a and b is active: then a neuron has at most one active feature more than those besides a and b. *)
Lemma one_of_two f act a b : NoDup act -> ~ (In a act /\ In b act) -> a <> b ->
  (heard_active f act <= 1 + length (filter (fun q => negb (Nat.eqb q a) && negb (Nat.eqb q b) && member q f) act))%nat.
Proof.
  intros N O D. unfold heard_active.
  assert (G : forall l c, NoDup l -> ~ In c l ->
    (forall q, In q l -> q = a \/ q = b -> q = c) ->
    length (filter (fun q => member q f) l) = length (filter (fun q => negb (Nat.eqb q a) && negb (Nat.eqb q b) && member q f) l)).
  { intros l c Nl Nc H. f_equal. apply filter_ext_in. intros q Q.
    destruct (Nat.eqb_spec q a) as [E|]; [destruct Nc; rewrite <- (H q Q (or_introl E)); exact Q|].
    destruct (Nat.eqb_spec q b) as [E|]; [destruct Nc; rewrite <- (H q Q (or_intror E)); exact Q|]. reflexivity. }
  assert (K : exists c, forall q, In q act -> q = a \/ q = b -> q = c).
  { destruct (in_dec Nat.eq_dec a act) as [I|I].
    - exists a. intros q Q [->| ->]; auto. destruct O. auto.
    - exists b. intros q Q [->| ->]; auto. contradiction. }
  destruct K as [c K]. destruct (in_dec Nat.eq_dec c act) as [I|I].
  - apply in_split in I as (l1 & l2 & ->). apply NoDup_remove in N as [N Nc].
    assert (G' := G (l1 ++ l2) c N Nc (fun q Q => K q ltac:(apply in_app_or in Q; apply in_or_app; cbn; tauto))).
    rewrite !filter_app, !app_length in *. cbn [filter].
    destruct (member c f); destruct (negb (Nat.eqb c a) && negb (Nat.eqb c b)); cbn [andb length]; lia.
  - rewrite (G act c N I K). lia.
Qed.

Lemma both_heard f act a b : a <> b -> In a act -> In b act -> In a f -> In b f -> (2 <= heard_active f act)%nat.
Proof.
  intros D Aa Ab Fa Fb. unfold heard_active. change 2%nat with (length [a; b]).
  apply NoDup_incl_length; [repeat constructor; cbn; intuition|]. intros q [<-|[<-|[]]]; apply filter_In; split; auto;
    apply member_In; auto.
Qed.

Lemma sum_at_least (h : nat -> Z) k l : (forall e, In e l -> k <= h e) -> Z.of_nat (length l) * k <= sumf h l.
Proof.
  induction l as [|e l IH]; intros H; cbn [sumf length]; [lia|]. rewrite Nat2Z.inj_succ.
  assert (H1 := H e (or_introl eq_refl)). specialize (IH (fun q Q => H q (or_intror Q))). lia.
Qed.

Lemma sum_monotone (h h' : nat -> Z) l : (forall e, In e l -> h e <= h' e) -> sumf h l <= sumf h' l.
Proof.
  induction l as [|e l IH]; intros H; cbn [sumf]; [lia|].
  assert (H1 := H e (or_introl eq_refl)). specialize (IH (fun q Q => H q (or_intror Q))). lia.
Qed.

(** Of every output i with inputs a and b, and every other feature q: how many neurons of i listen to q. *)
Definition met_by (N : list (list nat)) (s : list nat) (q : nat) : nat := length (filter (fun e => member q (nth e N [])) s).

(** THE CONTRACT of pairs in superposition, at every size: words of w ones; noise at most c at every neuron; k neurons an
    output, at most t of which listen to any other feature; and w v t < k (w - v c). *)
Theorem superposed_computes m v n ls A S N w c k t :
  length A = m -> length S = length ls ->
  (forall j, (j < m)%nat -> NoDup (nth j A []) /\ length (nth j A []) = w /\ forall e, In e (nth j A []) -> (e < n)%nat) ->
  (forall f, In f N -> NoDup f /\ forall b, (b < m)%nat -> noise A f b <= c) ->
  (forall i, (i < length ls)%nat ->
     let a := fst (nth i ls (0, 0)%nat) in let b := snd (nth i ls (0, 0)%nat) in let s := nth i S [] in
     a <> b /\ (a < m)%nat /\ (b < m)%nat /\ NoDup s /\ length s = k /\
     (forall e, In e s -> (e < length N)%nat /\ In a (nth e N []) /\ In b (nth e N [])) /\
     forall q, (q < m)%nat -> q <> a -> q <> b -> (met_by N s q <= t)%nat) ->
  0 <= c -> Z.of_nat w * (Z.of_nat v * Z.of_nat t) < Z.of_nat k * (Z.of_nat w - Z.of_nat v * c) ->
  computes (pairs_problem m v ls)
    (superposed n A S N (Z.of_nat w + Z.of_nat v * c) (Z.of_nat k * (Z.of_nat w - Z.of_nat v * c))).
Proof.
  intros LA LS HA HN HS C0 Num. set (L := length N). set (bias0 := Z.of_nat w + Z.of_nat v * c) in *.
  set (theta := Z.of_nat k * (Z.of_nat w - Z.of_nat v * c)) in *. set (ws := words (code_of (Ones n A))).
  assert (Al : all_of_length n ws = true).
  { apply forallb_forall. intros x X. apply in_map_iff in X as (s & <- & _). unfold indicator.
    rewrite map_length, seq_length. apply Nat.eqb_refl. }
  assert (Lw : length ws = m) by (unfold ws; cbn [code_of words]; rewrite map_length; exact LA).
  split.
  - unfold shaped, pairs_problem, ands, superposed.
    cbn [input_code output_code layers features levels chained wired weights bias].
    change (rows (code_of (Ones n A))) with n. change (rows (code_of (Ones (length N) S))) with L. fold ws.
    change (words (code_of (Ones (length N) S))) with (map (indicator L) S).
    rewrite Lw, Al, !map_length, repeat_length, !Nat.eqb_refl, LS, Nat.eqb_refl. cbn [andb]. rewrite !andb_true_r.
    apply andb_true_intro. split; [apply andb_true_intro; split|].
    + apply forallb_forall. intros x X. apply in_map_iff in X as (f & <- & _). rewrite length_heard. apply Nat.eqb_refl.
    + apply forallb_forall. intros x X. apply in_map_iff in X as (s & <- & _). unfold indicator.
      rewrite map_length, seq_length. apply Nat.eqb_refl.
    + apply forallb_forall. intros g G. rewrite map_map in G. apply in_map_iff in G as (p & <- & G). apply (In_nth _ _ (0, 0)%nat) in G as (i & I & E).
      destruct (HS i I) as (_ & Ba & Bb & _). rewrite E in Ba, Bb. cbn [wires forallb].
      apply Nat.ltb_lt in Ba, Bb. rewrite Ba, Bb. reflexivity.
  - intros y [Ly A0]. cbn [features pairs_problem ands] in Ly.
    cbn [every_level pairs_problem ands sparse_levels sparsity] in A0. destruct A0 as [A0 _]. unfold active_features in A0.
    unfold scores, outputs, pairs_problem, ands, superposed. cbn [input_code output_code layers levels fold_left threshold].
    set (x := encode (code_of (Ones n A)) y). unfold step. cbn [weights bias].
    set (z := map relu (add (product (map (heard n A) N) x) (repeat (- bias0) (length N)))).
    change (words (code_of (Ones (length N) S))) with (map (indicator L) S).
    assert (Na := active_from_NoDup 0 y). fold (active y) in Na.
    assert (Ba : forall q, In q (active y) -> (q < m)%nat) by (intros q Q; apply active_from_range in Q; lia).
    assert (La : (length (active y) <= v)%nat) by (unfold active; rewrite active_from_length; exact A0).
    assert (Lx : length x = n).
    { apply length_sum. intros u U. apply in_map_iff in U as (s & <- & _). unfold indicator. rewrite map_length, seq_length. reflexivity. }
    assert (Dx : forall u, dot u x = sumf (fun b => dot u (indicator n (nth b A []))) (active y)).
    { intros u. unfold x. rewrite dot_encode by exact Al. apply sumf_ext_in. intros b B. f_equal.
      apply (nth_map_in (indicator n) [] []). rewrite LA. auto. }
    assert (Rz : forall e, (e < L)%nat -> nth e z 0 = relu (- bias0 + dot (heard n A (nth e N [])) x)).
    { intros e E. unfold z. rewrite nth_layer by (rewrite ?repeat_length, ?map_length; auto).
      rewrite (nth_indep _ 0 (- bias0)) by (rewrite repeat_length; exact E). rewrite nth_repeat.
      rewrite (nth_map_in (heard n A) [] []) by exact E. reflexivity. }
    assert (Pe : forall e, (e < L)%nat ->
      Z.of_nat w * Z.of_nat (heard_active (nth e N []) (active y)) <= dot (heard n A (nth e N [])) x
      <= Z.of_nat w * Z.of_nat (heard_active (nth e N []) (active y)) + Z.of_nat v * c).
    { intros e E. destruct (HN (nth e N []) (nth_In N [] E)) as [Nf Cf].
      assert (R := received n A (nth e N []) (active y) x w c m HA Nf Ba Cf Lx Dx). nia. }
    unfold level_values, product. rewrite !map_map. rewrite (by_places S []), (by_places ls (0, 0)%nat), !map_map, LS.
    apply map_ext_in. intros i I. apply in_seq in I. assert (Hi : (i < length ls)%nat) by lia.
    destruct (HS i Hi) as (D & Bda & Bdb & Ns & Lk & He & Hq).
    set (a := fst (nth i ls (0, 0)%nat)) in *. set (b := snd (nth i ls (0, 0)%nat)) in *. set (s := nth i S []) in *.
    rewrite dot_indicator by (auto; intros e E; apply He; exact E).
    assert (Low : ~ (In a (active y) /\ In b (active y)) -> sumf (fun e => nth e z 0) s < theta).
    { intros O. apply Z.le_lt_trans with (2 := Num).
      set (act := filter (fun q => negb (Nat.eqb q a) && negb (Nat.eqb q b)) (active y)).
      assert (Lf : (length act <= v)%nat).
      { apply Nat.le_trans with (2 := La). unfold act. clear. induction (active y) as [|q l IH]; cbn [filter length]; auto.
        destruct (negb (Nat.eqb q a) && negb (Nat.eqb q b)); cbn [length]; lia. }
      apply Z.le_trans with (sumf (fun e => Z.of_nat w * sumf (fun q => if member q (nth e N []) then 1 else 0) act) s).
      - apply sum_monotone. intros e E. destruct (He e E) as (Be & _). rewrite Rz by exact Be. assert (P := Pe e Be).
        assert (U := one_of_two (nth e N []) (active y) a b Na O D).
        assert (F : sumf (fun q => if member q (nth e N []) then 1 else 0) act
          = Z.of_nat (length (filter (fun q => negb (Nat.eqb q a) && negb (Nat.eqb q b) && member q (nth e N [])) (active y)))).
        { unfold act. clear. induction (active y) as [|q l IH]; [reflexivity|]. cbn [filter].
          destruct (negb (Nat.eqb q a) && negb (Nat.eqb q b)); cbn [andb sumf]; [|exact IH].
          destruct (member q (nth e N [])); cbn [length]; lia. }
        rewrite F. unfold relu, bias0. nia.
      - rewrite sumf_scale. apply Z.mul_le_mono_nonneg_l; [lia|]. rewrite sumf_exchange.
        apply Z.le_trans with (sumf (fun _ => Z.of_nat t) act).
        + apply sum_monotone. intros q Q. unfold act in Q. apply filter_In in Q as [Q1 Q2]. apply andb_prop in Q2 as [Q2 Q3].
          apply negb_true_iff, Nat.eqb_neq in Q2. apply negb_true_iff, Nat.eqb_neq in Q3.
          assert (M := Hq q (Ba q Q1) Q2 Q3). unfold met_by in M.
          assert (F : forall l, sumf (fun e => if member q (nth e N []) then 1 else 0) l
            = Z.of_nat (length (filter (fun e => member q (nth e N [])) l))).
          { clear. induction l as [|e l IH]; [reflexivity|]. cbn [sumf filter]. rewrite IH.
            destruct (member q (nth e N [])); cbn [length]; lia. }
          rewrite F. lia.
        + assert (F : sumf (fun _ : nat => Z.of_nat t) act = Z.of_nat (length act) * Z.of_nat t).
          { clear. induction act as [|q l IH]; [reflexivity|]. cbn [sumf length]. rewrite IH. lia. }
          rewrite F. nia. }
    cbn [value forallb]. rewrite andb_true_r, <- !member_active.
    destruct (member a (active y)) eqn:Ma; [destruct (member b (active y)) eqn:Mb|]; cbn [andb].
    + apply member_In in Ma, Mb. apply Z.leb_le. unfold theta. rewrite <- Lk. apply sum_at_least. intros e E.
      destruct (He e E) as (Be & Ia & Ib). rewrite Rz by exact Be. assert (P := Pe e Be).
      assert (U := both_heard (nth e N []) (active y) a b D Ma Mb Ia Ib). unfold relu, bias0. nia.
    + apply Z.leb_gt, Low. intros [_ H]. apply member_false in Mb. contradiction.
    + apply Z.leb_gt, Low. intros [H _]. apply member_false in Ma. contradiction.
Qed.
