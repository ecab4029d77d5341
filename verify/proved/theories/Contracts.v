(** Levels of gates on words of zeros and ones, by contracts: neurons that are bits, some of which are wrong. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Arrays Received Branch Multiplicity Roles Tolerance Thresholds Neurons Wrong
  ActiveGates ByActivity Level Xor.
Import ListNotations.
Open Scope Z_scope.

Definition check_neurons (h : handed) (inverted : bool) (s m : nat) (charge : nat -> Z * Z) (before : short_code)
    (l : list (vector * Z * list touch)) : bool :=
  forallb (fun x => let r := row_for h inverted (fst (fst x)) (snd (fst x)) in
    check_neuron s m charge (snd x) (fst r) (snd r) (products before (fst r))) l.

Definition check_all_neurons (h : handed) (inverted : bool) (s m : nat) (charge : nat -> Z * Z) (before : short_code)
    (l : list (vector * Z * list touch)) : bool :=
  let k := (length l / 2)%nat in
  if Nat.leb many (length l)
  then both (fun _ => check_neurons h inverted s m charge before (firstn k l))
         (fun _ => check_neurons h inverted s m charge before (skipn k l))
  else check_neurons h inverted s m charge before l.

(** Gates, codes and layers of a level fit each other. *)
Definition fits_level (v m n : nat) (before : short_code) (ws : list (list nat)) (gs : list gate) (l l2 : layer) : bool :=
  well_formed (Ones n ws) && Nat.eqb (length ws) (length gs) && forallb (taken v) gs
  && forallb (fun g => forallb (fun j => Nat.ltb j m) (wires g)) gs
  && all_of_length (height before) (weights l) && Nat.eqb (length (weights l)) n && Nat.eqb (length (bias l)) n && is_not n l2.

(** Behind the last level the bits themselves are read. *)
Definition ends (inverted : bool) (n : nat) (layers : list layer) : bool :=
  match layers with [] => inverted | [l] => negb inverted && is_not n l | _ => false end.

(** Of each case: how many gates are 1 at most, how many neurons are wrong then. *)
Definition reads_apart (theta : Z) (ws : list (list nat)) (shared : Z) (cases : list (Z * (Z * Z))) : bool :=
  forallb (fun c => (fst c * shared + fst (snd c) <? theta)
    && forallb (fun w => theta <=? Z.of_nat (length w) - snd (snd c)) ws) cases.

(** [charge k]: so many values are additional, and lost, where k features are active. *)
Fixpoint check_levels (v : nat) (circuit inverted : bool) (theta : Z) (h : handed) (m : nat) (before : short_code)
    (charge : nat -> Z * Z) (ls : list (list gate)) (afters : list short_code) (layers : list layer) : bool :=
  match ls, afters, layers with
  | gs :: ls', Ones n ws :: afters', l :: l2 :: layers' =>
      fits_level v m n before ws gs l l2 &&
      let tss := map touches (gate_lists n ws gs) in
      let worst := wrongs v circuit m gs (neurons_of m tss) in
      let shared := overlap n ws in
      check_all_neurons h inverted v m charge before (combine (combine (weights l) (bias l)) tss) &&
      match ls' with
      | [] => match afters' with [] => true | _ => false end && ends inverted n layers'
              && reads_apart theta ws shared
                   (if circuit then map (fun k => (Z.of_nat k, nth k worst (0, 0))) (seq 0 (S v))
                    else [(most_ones v m gs, nth O worst (0, 0))])
      | _ => circuit && check_levels v circuit inverted theta (if inverted then Bits else Complements) (length gs) (Ones n ws)
               (fun k => let w := nth k worst (0, 0) in (fst w, two_of k * shared + snd w)) ls' afters' layers'
      end
  | _, _, _ => false
  end.

(** The levels that contracts are about: in a circuit without xor. What is no circuit says nothing of how many gates are 1. *)
Definition levels_of (p : problem) : list (list gate) := if every_level p then plain_levels (levels p) else levels p.

(** [hidden] are the codes of all levels but the last, whose code the network has. *)
Definition check_contracts (p : problem) (n : short_network) (hidden : list short_code) : bool :=
  let inverted := Nat.even (length (short_layers n)) in
  Nat.ltb 0 (sparsity p) && well_formed (short_input n) && Nat.eqb (columns (short_input n)) (features p)
  && check_levels (sparsity p) (every_level p) inverted (short_threshold n) Words (features p) (short_input n)
       (fun _ => (0, 0)) (levels_of p) (hidden ++ [short_output n]) (short_layers n).

(* ---------------------------------------------------------------- the neurons of a level *)

Lemma check_all_neurons_spec h inverted s m charge before l :
  check_all_neurons h inverted s m charge before l = true -> check_neurons h inverted s m charge before l = true.
Proof.
  unfold check_all_neurons, both, beside. cbv zeta. cbn [fst snd]. destruct (Nat.leb many (length l)); auto. intros H. apply andb_prop in H as [H1 H2].
  unfold check_neurons in *. rewrite <- (firstn_skipn (length l / 2) l), forallb_app, H1, H2. reflexivity.
Qed.

(** The bits of a level are what they must be by points. *)
Lemma level_bits h inverted v m n charge before l gss y c x :
  check_neurons h inverted v m charge before (combine (combine (weights l) (bias l)) (map touches gss)) = true ->
  (0 < v)%nat -> well_formed before = true -> columns before = m -> length y = m -> (length (active y) <= v)%nat ->
  all_of_length (height before) (weights l) = true -> length (weights l) = n -> length (bias l) = n -> (n <= length gss)%nat ->
  x = encode (code_of before) y -> length c = height before ->
  over c x <= fst (charge (length (active y))) -> over x c <= snd (charge (length (active y))) ->
  map (fun ub => let r := row_for h inverted (fst ub) (snd ub) in positive_sum (dot (fst r) c + snd r)) (combine (weights l) (bias l))
  = map (fun e => unit_if (must (nth e gss []) (active y))) (seq 0 n).
Proof.
  intros H V Wf Cm Ly Few A Lw Lb Lg -> Lc O1 O2. set (J := active y) in *.
  assert (Wa := words_of_length _ Wf).
  assert (Lx : length c = length (encode (code_of before) y)).
  { unfold encode. rewrite length_sum; [rewrite height_spec; exact Lc|]. intros w I. unfold all_of_length in Wa.
    rewrite forallb_forall in Wa. apply Nat.eqb_eq. auto. }
  assert (Row : forall u b ts gs, length u = height before -> ts = touches gs ->
    (let r := row_for h inverted u b in check_neuron v m charge ts (fst r) (snd r) (products before (fst r))) = true ->
    (let r := row_for h inverted u b in positive_sum (dot (fst r) c + snd r)) = unit_if (must gs J)).
  { intros u b ts gs Lu -> K. cbv zeta in *. set (r := row_for h inverted u b) in *.
    assert (Lr : length (fst r) = height before).
    { unfold r, row_for. destruct inverted; [|destruct h]; cbn [fst]; rewrite ?map_length; exact Lu. }
    apply (check_neuron_sound v m charge gs (fst r) (snd r) (products before (fst r)) J c (encode (code_of before) y)); auto.
    - apply active_from_NoDup.
    - intros j I. apply active_from_range in I. lia.
    - rewrite dot_encode by exact Wa. apply sumf_ext_in. intros j I. apply active_from_range in I. symmetry.
      apply products_spec; auto. lia. }
  unfold check_neurons in H. clear Lx O1 O2 Wa Lc Few. revert H A Lw Lb Lg. generalize (weights l) as M, (bias l) as bs. intros M. revert n gss.
  induction M as [|u M IH]; intros n gss [|b bs] H A Lw Lb Lg; cbn [length] in Lw, Lb; subst; try discriminate; [reflexivity|].
  destruct gss as [|gs gss]; [cbn [length] in Lg; lia|]. cbn [map combine forallb fst snd] in H. apply andb_prop in H as [H1 H2].
  unfold all_of_length in A. cbn [forallb] in A. apply andb_prop in A as [A1 A2]. apply Nat.eqb_eq in A1.
  cbn [combine map seq length]. rewrite <- seq_shift, map_map. cbn [nth fst snd]. f_equal.
  - exact (Row u b (touches gs) gs A1 eq_refl H1).
  - apply (IH (length M) gss bs); auto. cbn [length] in Lg. lia.
Qed.

(* ---------------------------------------------------------------- levels, one after the other *)

Lemma ends_spec inverted n layers f l : ends inverted n layers = true -> length l = n ->
  fold_left step layers (handed_on inverted (map (fun e : nat => unit_if (f e)) l)) = map (fun e => unit_if (f e)) l.
Proof.
  intros H L. destruct layers as [|l3 [|]]; cbn [ends] in H; [|apply andb_prop in H as [H1 H2]|discriminate].
  - subst. reflexivity.
  - apply negb_true_iff in H1. subst inverted. cbn [fold_left handed_on]. unfold flip.
    rewrite (step_not n) by (auto; rewrite !map_length; auto). rewrite !map_map. apply map_ext. intros e.
    destruct (f e); cbn [unit_if]; reflexivity.
Qed.

Lemma well_formed_words n ws : well_formed (Ones n ws) = true -> forall w, In w ws -> NoDup w /\ forall e, In e w -> (e < n)%nat.
Proof.
  cbn [well_formed]. intros H w I. rewrite forallb_forall in H. apply H, andb_prop in I as [I1 I2].
  apply increasing_NoDup in I1 as [I1 _]. split; auto. intros e E. rewrite forallb_forall in I2. apply Nat.ltb_lt. auto.
Qed.

Definition level_outputs (ls : list (list gate)) (y : list bool) : list bool := fold_left (fun y gates => level_values gates y) ls y.

Theorem check_levels_sound v circuit inverted theta ls : forall h m before charge afters layers y c,
  check_levels v circuit inverted theta h m before charge ls afters layers = true ->
  (0 < v)%nat -> well_formed before = true -> columns before = m -> (inverted = true -> h <> Complements) ->
  length y = m -> sparse_levels v (if circuit then ls else []) y ->
  length c = height before -> over c (encode (code_of before) y) <= fst (charge (length (active y))) ->
  over (encode (code_of before) y) c <= snd (charge (length (active y))) ->
  map (fun s => theta <=? s) (product (words (code_of (last afters (Ones O [])))) (fold_left step layers (taken_in h c)))
  = level_outputs ls y.
Proof.
  induction ls as [|gs ls IH]; intros h m before charge afters layers y c H V Wf Cm Hh Ly Sp Lc O1 O2; [discriminate|].
  cbn [check_levels] in H. destruct afters as [|[n ws| |] afters]; try discriminate. destruct layers as [|l [|l2 layers]]; try discriminate.
  apply andb_prop in H as [F H]. cbv zeta in H. apply andb_prop in H as [HN H]. apply check_all_neurons_spec in HN.
  unfold fits_level in F. rewrite !andb_true_iff, !Nat.eqb_eq in F. destruct F as (((((((Fw & Fl) & Fk) & Fi) & Fa) & Fn) & Fb) & F2).
  assert (Few : (length (active y) <= v)%nat).
  { unfold active. rewrite active_from_length. destruct circuit; apply Sp. }
  assert (Wires : forall g j, In g gs -> In j (wires g) -> (j < m)%nat).
  { intros g j G J. rewrite forallb_forall in Fi. specialize (Fi g G). rewrite forallb_forall in Fi. apply Nat.ltb_lt. auto. }
  assert (Ww := well_formed_words n ws Fw).
  set (gss := gate_lists n ws gs) in *. set (y' := level_values gs y).
  set (k := if circuit then length (active y') else O).
  assert (Kv : (k <= v)%nat).
  { unfold k. destruct circuit; [|lia]. unfold active. rewrite active_from_length. destruct Sp as [_ Sp].
    destruct ls; apply Sp. }
  set (worst := wrongs v circuit m gs (neurons_of m (map touches gss))) in *.
  assert (Lg : (n <= length gss)%nat) by (unfold gss, gate_lists; rewrite length_buckets; apply enough_spec).
  assert (Bits := level_bits h inverted v m n charge before l gss y c _ HN V Wf Cm Ly Few Fa Fn Fb Lg eq_refl Lc O1 O2).
  cbn [fold_left].
  assert (N2 : is_not (length (bias l)) l2 = true) by (rewrite Fb; exact F2).
  assert (Wb : length (weights l) = length (bias l)) by congruence.
  rewrite (level_step h inverted l l2 c (height before) N2 Lc Fa Wb Hh). rewrite Bits. clear Bits.
  assert (More := additional v circuit m n ws gs y Fk Wires Ww Fl Ly Few Kv). fold gss y' k worst in More.
  assert (Lost := missing_sum v circuit m n ws gs y Fk Wires Ww Fl Ly Few Kv). fold gss y' k worst in Lost.
  assert (Ly' : length y' = length gs) by (unfold y', level_values; apply map_length).
  assert (Enc := encode_ones n ws y' ltac:(congruence)).
  set (bit := fun e => must (nth e gss []) (active y)) in *.
  change (map (fun e => unit_if (must (nth e gss []) (active y))) (seq 0 n)) with (map (fun e => unit_if (bit e)) (seq 0 n)).
  destruct ls as [|gs2 ls].
  - destruct afters; [|discriminate]. cbn [andb] in H. apply andb_prop in H as [E R]. cbn [last].
    rewrite (ends_spec inverted n layers bit (seq 0 n)) by (auto; apply seq_length).
    assert (Case : exists ones, Z.of_nat (length (active y')) <= ones /\ ones * overlap n ws + fst (nth k worst (0, 0)) < theta /\
      forall w, In w ws -> theta <= Z.of_nat (length w) - snd (nth k worst (0, 0))).
    { unfold reads_apart in R. rewrite forallb_forall in R.
      exists (if circuit then Z.of_nat k else most_ones v m gs). split.
      - destruct circuit; [unfold k; lia|]. apply most_ones_spec; auto.
      - assert (I : In (if circuit then Z.of_nat k else most_ones v m gs, nth k worst (0, 0))
          (if circuit then map (fun k => (Z.of_nat k, nth k worst (0, 0))) (seq 0 (S v)) else [(most_ones v m gs, nth O worst (0, 0))])).
        { destruct circuit; [|left; reflexivity]. apply in_map_iff. exists k. split; auto. apply in_seq. lia. }
        apply R in I. cbn [fst snd] in I. apply andb_prop in I as [I1 I2]. apply Z.ltb_lt in I1. split; auto.
        intros w W. rewrite forallb_forall in I2. apply Z.leb_le. auto. }
    destruct Case as (ones & Ones_bound & R0 & R1).
    cbn [code_of words]. unfold product. rewrite !map_map. unfold level_outputs. cbn [fold_left]. fold y'.
    apply nth_ext with (d := false) (d' := false); [rewrite map_length; congruence|]. rewrite map_length. intros i I.
    rewrite (nth_map_in _ false []) by exact I. destruct (Ww _ (nth_In ws [] I)) as [Nw Rw]. rewrite dot_bits by auto.
    assert (Pov := overlap_nonneg n ws).
    destruct (in_dec Nat.eq_dec i (active y')) as [A|A].
    + assert (Q := read_one v circuit m n ws gs y Fk Wires Ww Fl Ly Few Kv i A). fold gss y' k worst in Q.
      assert (T := R1 _ (nth_In ws [] I)). rewrite <- member_active. apply member_In in A. rewrite A.
      apply Z.leb_le. eapply Z.le_trans; [|exact Q]. lia.
    + assert (Q := read_zero v circuit m n ws gs y Fk Wires Ww Fl Ly Few Kv i ltac:(lia) A). fold gss y' k worst in Q.
      rewrite <- member_active. replace (member i (active y')) with false by (symmetry; apply member_false; exact A).
      apply Z.leb_gt. eapply Z.le_lt_trans; [exact Q|]. nia.
  - apply andb_prop in H as [Ci H]. subst circuit. destruct Sp as [_ Sp]. fold y' in Sp.
    assert (Af : last (Ones n ws :: afters) (Ones O []) = last afters (Ones O [])).
    { destruct afters; [|reflexivity]. exfalso. clear - H. cbn [check_levels] in H. discriminate. }
    rewrite Af. change (level_outputs (gs :: gs2 :: ls) y) with (level_outputs (gs2 :: ls) y').
    replace (handed_on inverted (map (fun e => unit_if (bit e)) (seq 0 n)))
      with (taken_in (if inverted then Bits else Complements) (map (fun e => unit_if (bit e)) (seq 0 n)))
      by (destruct inverted; reflexivity).
    eapply IH; [exact H|auto|exact Fw|cbn [columns]; auto|destruct inverted; congruence|exact Ly'|exact Sp| | |].
    + rewrite map_length, seq_length. reflexivity.
    + cbn [fst]. rewrite Enc, over_map. exact More.
    + cbn [snd]. rewrite Enc, over_map. exact Lost.
Qed.

(* ---------------------------------------------------------------- the theorem *)

Lemma check_levels_shape v circuit inverted theta ls : forall h m before charge afters layers,
  check_levels v circuit inverted theta h m before charge ls afters layers = true ->
  let after := last afters (Ones O []) in
  chained (height before) layers (height after) = true /\ wired m ls (columns after) = true /\ well_formed after = true.
Proof.
  induction ls as [|gs ls IH]; intros h m before charge afters layers H; [discriminate|].
  cbn [check_levels] in H. destruct afters as [|[n ws| |] afters]; try discriminate. destruct layers as [|l [|l2 layers]]; try discriminate.
  apply andb_prop in H as [F H]. cbv zeta in H. apply andb_prop in H as [_ H].
  unfold fits_level in F. rewrite !andb_true_iff, !Nat.eqb_eq in F. destruct F as (((((((Fw & Fl) & Fk) & Fi) & Fa) & Fn) & Fb) & F2).
  assert (C : forall k, chained n layers k = true -> chained (height before) (l :: l2 :: layers) k = true).
  { intros k C. change (chained (height before) (l :: l2 :: layers) k) with
      (all_of_length (height before) (weights l) && Nat.eqb (length (bias l)) (length (weights l))
       && chained (length (weights l)) (l2 :: layers) k).
    rewrite Fa, Fb, Fn, Nat.eqb_refl. apply is_not_chained; auto. }
  cbn [wired]. rewrite Fi. cbn [andb]. destruct ls as [|gs2 ls].
  - destruct afters; [|discriminate]. cbn [andb] in H. apply andb_prop in H as [E _]. cbn [last height columns wired].
    split; [|split; [apply Nat.eqb_eq; congruence|exact Fw]]. apply C.
    destruct layers as [|l3 [|]]; cbn [ends] in E; [apply Nat.eqb_refl| |discriminate]. apply andb_prop in E as [_ E].
    apply is_not_chained; auto. apply Nat.eqb_refl.
  - apply andb_prop in H as [_ H]. assert (Af : last (Ones n ws :: afters) (Ones O []) = last afters (Ones O [])).
    { destruct afters; [discriminate|reflexivity]. }
    rewrite Af. apply IH in H as (H1 & H2 & H3). split; [apply C; exact H1|split; [exact H2|exact H3]].
Qed.

(** Every output reads right on every admissible input. *)
Theorem check_contracts_sound p n hidden : check_contracts p n hidden = true -> computes p (network_of_short n).
Proof.
  unfold check_contracts. cbv zeta. rewrite !andb_true_iff, Nat.ltb_lt, Nat.eqb_eq. intros (((V & Wi) & Ci) & H).
  assert (Af : last (hidden ++ [short_output n]) (Ones O []) = short_output n) by apply last_last.
  assert (Sh := check_levels_shape _ _ _ _ _ _ _ _ _ _ _ H). cbv zeta in Sh. rewrite Af in Sh. destruct Sh as (S1 & S2 & S3).
  assert (Awi := words_of_length _ Wi). assert (Awo := words_of_length _ S3).
  assert (S2' : wired (features p) (levels p) (columns (short_output n)) = true).
  { unfold levels_of in S2. destruct (every_level p); [apply plain_wired|]; exact S2. }
  assert (Same : forall y, level_outputs (levels_of p) y = fold_left (fun y gates => level_values gates y) (levels p) y).
  { intros y. unfold levels_of, level_outputs. destruct (every_level p); [apply plain_values|reflexivity]. }
  split.
  - unfold shaped, network_of_short. cbn [input_code output_code layers].
    rewrite Awi, Awo, !columns_spec, !height_spec, Ci, Nat.eqb_refl, S1, S2'. reflexivity.
  - intros y [Ly Sp'].
    assert (Sp : sparse_levels (sparsity p) (if every_level p then levels_of p else []) y).
    { unfold levels_of. destruct (every_level p); [apply plain_sparse|]; exact Sp'. }
    unfold scores, outputs, network_of_short. cbn [input_code output_code layers threshold].
    assert (R := check_levels_sound _ _ _ _ _ Words _ _ _ _ _ y (encode (code_of (short_input n)) y) H V Wi Ci ltac:(discriminate) Ly Sp).
    rewrite Af in R. cbn [taken_in] in R. rewrite <- Same. apply R.
    + unfold encode. rewrite length_sum; [apply height_spec|]. intros w I. unfold all_of_length in Awi. rewrite forallb_forall in Awi.
      apply Nat.eqb_eq. auto.
    + rewrite over_same. cbn [fst]. lia.
    + rewrite over_same. cbn [snd]. lia.
Qed.
