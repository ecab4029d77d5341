(** Intervals of integers that hold every number of a network of floats, on one input: in exact arithmetic, or whatever a
    machine makes of it. Numbers of scale s are counted in units of 2^-s. *)
From Coq Require Import QArith Qabs Qminmax ZArith List Bool Lia Lqa.
From Superproof Require Import Statement FloatStatement Executed Roundoff Judge.
Import ListNotations.
Open Scope Z_scope.

Definition box : Type := (Z * Z)%type.
Definition is_zero (b : box) : bool := (fst b =? 0) && (snd b =? 0).

(** Of sums of products: from [low] to [high], sizes that sum to at most [total], at most [terms] that are not 0. *)
Record sums := Sums { low : Z; high : Z; total : Z; terms : Z }.

Fixpoint row_sums (ws xs : list box) (l h t k : Z) : sums :=
  match ws, xs with
  | w :: ws', x :: xs' =>
      if is_zero w || is_zero x then row_sums ws' xs' l h t k
      else
        let p := fst w * fst x in
        let q := fst w * snd x in
        let r := if fst w =? snd w then p else snd w * fst x in
        let s := if fst w =? snd w then q else snd w * snd x in
        let least := Z.min (Z.min p q) (Z.min r s) in
        let most := Z.max (Z.max p q) (Z.max r s) in
        row_sums ws' xs' (l + least) (h + most) (t + Z.max (Z.abs least) (Z.abs most)) (k + 1)
  | _, _ => Sums l h t k
  end.

Record box_neuron := BoxNeuron { weight_boxes : list box; offset_box : box; box_rectifies : bool }.
Record box_layer := BoxLayer { box_neurons : list box_neuron; weight_scale : nat; dropped : nat }.

(** What rounding may do to a sum, in units: k u (1 + k u) times its sizes, and one unit for all that is flushed. *)
Definition loss (digits : Z) (r : sums) : Z :=
  (terms r + Z.shiftr (terms r * terms r) digits + 1) * (Z.shiftr (total r) digits + 1) + 1.
Definition bounded (digits : Z) (r : sums) : bool := (Z.shiftr (terms r) digits =? 0) && (Z.shiftr (total r) 61 =? 0).

Definition activated (rectified : bool) (drop : nat) (l h : Z) : box :=
  let l' := if rectified then Z.max 0 l else l in
  let h' := if rectified then Z.max 0 h else h in
  (Z.shiftr l' (Z.of_nat drop), - Z.shiftr (- h') (Z.of_nat drop)).

(** With [digits] of a machine's numbers, for all that it may make of the neuron; without, for the exact value. *)
Definition neuron_box (digits : option Z) (drop : nat) (xs : list box) (n : box_neuron) : option box :=
  let o := offset_box n in
  let r := row_sums (weight_boxes n) xs (fst o) (snd o) (Z.max (Z.abs (fst o)) (Z.abs (snd o))) 1 in
  match digits with
  | None => Some (activated (box_rectifies n) drop (low r) (high r))
  | Some d =>
      if bounded d r then let e := loss d r in Some (activated (box_rectifies n) drop (low r - e) (high r + e)) else None
  end.

Fixpoint all_some {A B} (f : A -> option B) (l : list A) : option (list B) :=
  match l with
  | [] => Some []
  | a :: l' => match f a with None => None | Some b => match all_some f l' with None => None | Some m => Some (b :: m) end end
  end.

Definition most_scale : nat := 88.
Definition many_terms (n : nat) : bool := negb (Z.shiftr (Z.of_nat n) 30 =? 0).

Fixpoint scores_box (digits : option Z) (ls : list box_layer) (s : nat) (xs : list box) : option (list box) :=
  match ls with
  | [] => Some xs
  | l :: ls' =>
      let s' := (s + weight_scale l)%nat in
      if Nat.leb (dropped l) s' && Nat.leb s' most_scale && negb (many_terms (length xs))
      then match all_some (neuron_box digits (dropped l) xs) (box_neurons l) with
           | None => None
           | Some xs' => scores_box digits ls' (s' - dropped l) xs'
           end
      else None
  end.

Fixpoint last_scale (ls : list box_layer) (s : nat) : nat :=
  match ls with [] => s | l :: ls' => last_scale ls' (s + weight_scale l - dropped l) end.

(* ---------------------------------------------------------------- what is inside *)

Definition pow2 (s : nat) : Q := inject_Z (2 ^ Z.of_nat s).
Definition inside (s : nat) (b : box) (x : Q) : Prop := (inject_Z (fst b) <= x * pow2 s <= inject_Z (snd b))%Q.

Definition neuron_inside (k s : nat) (b : box_neuron) (n : float_neuron) : Prop :=
  Forall2 (inside k) (weight_boxes b) (row n) /\ inside s (offset_box b) (offset n) /\ box_rectifies b = rectifies n.

Fixpoint encloses (s : nat) (bs : list box_layer) (ls : list float_layer) : Prop :=
  match bs, ls with
  | [], [] => True
  | b :: bs', l :: ls' =>
      Forall2 (neuron_inside (weight_scale b) (s + weight_scale b)) (box_neurons b) l
      /\ encloses (s + weight_scale b - dropped b) bs' ls'
  | _, _ => False
  end.

Open Scope Q_scope.

Lemma pow2_plus s t : pow2 (s + t) == pow2 s * pow2 t.
Proof. unfold pow2. rewrite Nat2Z.inj_add, Z.pow_add_r, inject_Z_mult by lia. reflexivity. Qed.
Lemma pow2_one s : 1 <= pow2 s.
Proof. unfold pow2. change 1 with (inject_Z 1). rewrite <- Zle_Qle. assert (H := Z.pow_pos_nonneg 2 (Z.of_nat s)). lia. Qed.
Lemma pow2_le s t : (s <= t)%nat -> pow2 s <= pow2 t.
Proof. intros L. unfold pow2. rewrite <- Zle_Qle. apply Z.pow_le_mono_r; lia. Qed.

Lemma between (x b1 b2 : Q) a : b1 <= x <= b2 -> Qmin (a * b1) (a * b2) <= a * x <= Qmax (a * b1) (a * b2).
Proof.
  intros [H1 H2].
  assert (M1 := Q.le_min_l (a * b1) (a * b2)). assert (M2 := Q.le_min_r (a * b1) (a * b2)).
  assert (M3 := Q.le_max_l (a * b1) (a * b2)). assert (M4 := Q.le_max_r (a * b1) (a * b2)).
  destruct (Qlt_le_dec a 0); split; nra.
Qed.

Lemma injected_min x y : inject_Z (Z.min x y) == Qmin (inject_Z x) (inject_Z y).
Proof.
  destruct (Z.min_spec x y) as [[L ->]|[L ->]].
  - symmetry. apply Q.min_l. rewrite <- Zle_Qle. lia.
  - symmetry. apply Q.min_r. rewrite <- Zle_Qle. lia.
Qed.
Lemma injected_max x y : inject_Z (Z.max x y) == Qmax (inject_Z x) (inject_Z y).
Proof.
  destruct (Z.max_spec x y) as [[L ->]|[L ->]].
  - symmetry. apply Q.max_r. rewrite <- Zle_Qle. lia.
  - symmetry. apply Q.max_l. rewrite <- Zle_Qle. lia.
Qed.

Lemma products_within (a b c d : Z) (w x : Q) : inject_Z a <= w <= inject_Z b -> inject_Z c <= x <= inject_Z d ->
  inject_Z (Z.min (Z.min (a * c) (a * d)) (Z.min (b * c) (b * d))) <= w * x
  <= inject_Z (Z.max (Z.max (a * c) (a * d)) (Z.max (b * c) (b * d))).
Proof.
  intros W X. rewrite !injected_min, !injected_max, !inject_Z_mult.
  destruct (between w (inject_Z a) (inject_Z b) x W) as [H1 H2].
  destruct (between x (inject_Z c) (inject_Z d) (inject_Z a) X) as [H3 H4].
  destruct (between x (inject_Z c) (inject_Z d) (inject_Z b) X) as [H5 H6].
  set (m1 := Qmin (inject_Z a * inject_Z c) (inject_Z a * inject_Z d)) in *.
  set (m2 := Qmin (inject_Z b * inject_Z c) (inject_Z b * inject_Z d)) in *.
  set (x1 := Qmax (inject_Z a * inject_Z c) (inject_Z a * inject_Z d)) in *.
  set (x2 := Qmax (inject_Z b * inject_Z c) (inject_Z b * inject_Z d)) in *.
  assert (A := Q.le_min_l m1 m2). assert (B := Q.le_min_r m1 m2). assert (C := Q.le_max_l x1 x2). assert (D := Q.le_max_r x1 x2).
  split.
  - apply (Qle_trans _ (Qmin (x * inject_Z a) (x * inject_Z b))); [|lra].
    apply Q.min_glb; lra.
  - apply (Qle_trans _ (Qmax (x * inject_Z a) (x * inject_Z b))); [lra|].
    apply Q.max_lub; lra.
Qed.

Definition products (w x : list Q) : list Q := map (fun wx => fst wx * snd wx) (combine w x).

Lemma sum_of_products w : forall x, qsum (products w x) == qdot w x.
Proof.
  induction w as [|a w IH]; intros [|b x]; try reflexivity. cbn [products combine map qsum qdot fst snd].
  unfold products in IH. rewrite IH. reflexivity.
Qed.

Lemma zero_inside s b x : is_zero b = true -> inside s b x -> x == 0.
Proof.
  unfold is_zero, inside. rewrite andb_true_iff, !Z.eqb_eq. intros [-> ->] [H1 H2]. change (inject_Z 0) with 0 in *.
  assert (P := pow2_one s). nra.
Qed.

Lemma row_sums_spec k s ws : forall w xs x l h t n, Forall2 (inside k) ws w -> Forall2 (inside s) xs x ->
  let r := row_sums ws xs l h t n in
  inject_Z h + qdot w x * pow2 (k + s) <= inject_Z (high r) /\
  inject_Z (low r) <= inject_Z l + qdot w x * pow2 (k + s) /\
  inject_Z t + sizes (products w x) * pow2 (k + s) <= inject_Z (total r) /\
  (n + Z.of_nat (nonzeros (products w x)) <= terms r)%Z.
Proof.
  induction ws as [|b ws IH]; intros w xs x l h t n W X; inversion W as [|? a ? w' B W']; subst.
  { cbn [row_sums qdot products combine map sizes nonzeros low high total terms]. repeat split; try lra. lia. }
  inversion X as [|c y xs' x' C X']; subst.
  { cbn [row_sums qdot products combine map sizes nonzeros low high total terms]. repeat split; try lra. lia. }
  cbn [row_sums qdot products combine map sizes nonzeros fst snd]. fold (products w' x').
  destruct (is_zero b || is_zero c) eqn:Z0.
  - assert (P : a * y == 0).
    { apply orb_prop in Z0 as [Z0|Z0].
      - rewrite (zero_inside k b a Z0 B). ring.
      - rewrite (zero_inside s c y Z0 C). ring. }
    specialize (IH w' xs' x' l h t n W' X'). cbv zeta in IH |- *.
    apply Qeq_bool_iff in P as P'. rewrite P'. rewrite P. change (Qabs 0) with 0.
    setoid_replace ((0 + qdot w' x') * pow2 (k + s)) with (qdot w' x' * pow2 (k + s)) by ring.
    setoid_replace ((0 + sizes (products w' x')) * pow2 (k + s)) with (sizes (products w' x') * pow2 (k + s)) by ring.
    exact IH.
  - assert (Ql : (if (fst b =? snd b)%Z then fst b * fst c else snd b * fst c)%Z = (snd b * fst c)%Z)
      by (destruct (Z.eqb_spec (fst b) (snd b)) as [->|]; auto).
    assert (Qh : (if (fst b =? snd b)%Z then fst b * snd c else snd b * snd c)%Z = (snd b * snd c)%Z)
      by (destruct (Z.eqb_spec (fst b) (snd b)) as [->|]; auto).
    cbv zeta. rewrite Ql, Qh. clear Ql Qh.
    set (least := Z.min _ _). set (most := Z.max (Z.max _ _) (Z.max _ _)).
    assert (P := products_within _ _ _ _ _ _ B C). fold least most in P.
    setoid_replace (a * pow2 k * (y * pow2 s)) with (a * y * pow2 (k + s)) in P by (rewrite pow2_plus; ring).
    specialize (IH w' xs' x' (l + least)%Z (h + most)%Z (t + Z.max (Z.abs least) (Z.abs most))%Z (n + 1)%Z W' X').
    cbv zeta in IH. destruct IH as (I1 & I2 & I3 & I4). rewrite !inject_Z_plus in I1, I2, I3.
    assert (A : Qabs (a * y) * pow2 (k + s) <= inject_Z (Z.max (Z.abs least) (Z.abs most))).
    { assert (Pw := pow2_one (k + s)). rewrite <- (Qabs_pos (pow2 (k + s))) at 1 by lra. rewrite <- Qabs_Qmult.
      apply Qabs_Qle_condition.
      assert (Z1 : (- Z.max (Z.abs least) (Z.abs most) <= least)%Z) by lia.
      assert (Z2 : (most <= Z.max (Z.abs least) (Z.abs most))%Z) by lia.
      rewrite Zle_Qle in Z1, Z2. rewrite inject_Z_opp in Z1. lra. }
    set (r := row_sums ws xs' _ _ _ _) in *. repeat split.
    + setoid_replace ((a * y + qdot w' x') * pow2 (k + s)) with (a * y * pow2 (k + s) + qdot w' x' * pow2 (k + s)) by ring. lra.
    + setoid_replace ((a * y + qdot w' x') * pow2 (k + s)) with (a * y * pow2 (k + s) + qdot w' x' * pow2 (k + s)) by ring. lra.
    + setoid_replace ((Qabs (a * y) + sizes (products w' x')) * pow2 (k + s)) with
        (Qabs (a * y) * pow2 (k + s) + sizes (products w' x') * pow2 (k + s)) by ring. lra.
    + destruct (Qeq_bool (a * y) 0); lia.
Qed.

Lemma shifted (drop : nat) (z : Z) : inject_Z (Z.shiftr z (Z.of_nat drop)) * pow2 drop <= inject_Z z.
Proof.
  unfold pow2. rewrite Z.shiftr_div_pow2, <- inject_Z_mult, <- Zle_Qle by lia. rewrite Z.mul_comm. apply Z.mul_div_le.
  apply Z.pow_pos_nonneg; lia.
Qed.

Lemma activated_inside s drop l h z n v : (drop <= s)%nat -> inject_Z l <= z * pow2 s -> z * pow2 s <= inject_Z h ->
  v == activation n z -> inside (s - drop) (activated (rectifies n) drop l h) v.
Proof.
  intros D L H V. unfold inside, activated. cbn [fst snd].
  set (l' := if rectifies n then Z.max 0 l else l). set (h' := if rectifies n then Z.max 0 h else h).
  assert (Pd := pow2_one drop). assert (Ps := pow2_one s).
  assert (L' : inject_Z l' <= v * pow2 s <= inject_Z h').
  { rewrite V. unfold activation, l', h'. destruct (rectifies n); [|split; auto]. rewrite !injected_max.
    change (inject_Z 0) with 0.
    assert (A := Q.le_max_l 0 z). assert (B := Q.le_max_r 0 z).
    assert (E := Q.le_max_l 0 (inject_Z h)). assert (F := Q.le_max_r 0 (inject_Z h)). split.
    - apply Q.max_lub; nra.
    - destruct (Q.max_spec 0 z) as [[_ ->]|[_ ->]]; lra. }
  assert (E : v * pow2 s == v * pow2 (s - drop) * pow2 drop).
  { rewrite <- Qmult_assoc, <- pow2_plus. replace (s - drop + drop)%nat with s by lia. reflexivity. }
  rewrite E in L'. assert (A := shifted drop l'). assert (B := shifted drop (- h')). rewrite inject_Z_opp in B |- *. nra.
Qed.

(** Numbers that may be flushed to 0 stay inside: 0 is in every interval that is not apart from it by a unit. *)
Lemma kept_inside a s b x r : tiny a * pow2 s <= 1 -> inside s b x -> kept a x r -> inside s b r.
Proof.
  intros T [I1 I2] [K|[K F]]; unfold inside; rewrite K; [split; auto|].
  assert (P := pow2_one s).
  assert (A : Qabs (x * pow2 s) < 1).
  { rewrite Qabs_Qmult, (Qabs_pos (pow2 s)) by lra. assert (Qabs x * pow2 s < tiny a * pow2 s) by nra. lra. }
  apply Qabs_Qlt_condition in A as [A1 A2].
  assert (fst b < 1)%Z by (rewrite Zlt_Qlt; change (inject_Z 1) with 1; lra).
  assert (-1 < snd b)%Z by (rewrite Zlt_Qlt; change (inject_Z (-1)) with (-(1)); lra).
  setoid_replace (0 * pow2 s) with (inject_Z 0) by (change (inject_Z 0) with 0; ring). rewrite <- !Zle_Qle. lia.
Qed.

Lemma all_kept_inside a s bs : tiny a * pow2 s <= 1 -> forall xs rs, Forall2 (inside s) bs xs -> Forall2 (kept a) xs rs ->
  Forall2 (inside s) bs rs.
Proof.
  intros T. induction bs as [|b bs IH]; intros xs rs I K; inversion I; subst; inversion K; subst; constructor.
  - eapply kept_inside; eauto.
  - eapply IH; eauto.
Qed.
