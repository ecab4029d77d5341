(** The checker for networks of any depth and circuits: score all sparse inputs, one by one, and find the margin. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Arrays Received Branch Walk.
Import ListNotations.
Open Scope Z_scope.

(** The outputs, by the gates of the next level and of those after it; None where a level of a circuit has more than v
    active gates. *)
Fixpoint climb (every : bool) (v : nat) (gs : list gate) (ls : list (list gate)) (y : nat -> bool) : option (list bool) :=
  let values := map (fun g => value g y) gs in
  if every && Nat.ltb v (active_features values) then None
  else match ls with
       | [] => Some values
       | gs' :: ls' => let t := table_of values in climb every v gs' ls' (look false t)
       end.

Definition read_at (z : arr) (ts : list (Z * nat)) : Z := fold_left (fun s t => s + fst t * get z (snd t)) ts 0.

(** The least score of an output that is 1 and the largest of one that is 0, so far. *)
Definition worst : Type := (option Z * option Z)%type.
Definition lower (s : Z) (o : option Z) : option Z := Some (match o with None => s | Some t => Z.min s t end).
Definition higher (s : Z) (o : option Z) : option Z := Some (match o with None => s | Some t => Z.max s t end).

(** None where an output is wrong. *)
Fixpoint judge (theta : Z) (outs : list bool) (ss : list Z) (a : worst) : option worst :=
  match outs, ss with
  | [], [] => Some a
  | b :: outs', s :: ss' =>
      if eqb (theta <=? s) b then judge theta outs' ss' (if b then (lower s (fst a), snd a) else (fst a, higher s (snd a)))
      else None
  | _, _ => None
  end.

Definition visit (p : problem) (theta : Z) (gs : list gate) (ls : list (list gate)) (rest : list layer)
    (reads : list (list (Z * nat))) (x : vector) (act : list nat) (a : worst) : option worst :=
  match climb (every_level p) (sparsity p) gs ls (fun j => member j act) with
  | None => Some a
  | Some outs => let z := of_list (fold_left step rest (map relu x)) in judge theta outs (map (read_at z) reads) a
  end.

(** The margin, if all outputs are right on all admissible inputs. *)
Definition check_enumerate (p : problem) (n : short_network) : option worst :=
  let c := short_input n in
  let o := short_output n in
  match short_layers n, levels p with
  | l :: rest, gs :: ls =>
      let m := features p in
      if well_formed c && well_formed o && Nat.eqb (columns c) m && chained (height c) (short_layers n) (height o)
         && wired m (levels p) (columns o)
      then
        let G := map (products c) (weights l) in
        walk worst (visit p (short_threshold n) gs ls rest (readings o)) (sparsity p)
          (map (fun j => (j, map (fun a => get a j) G)) (seq 0 m)) (bias l) [] (None, None)
      else None
  | _, _ => None
  end.

(* ---------------------------------------------------------------- its correctness *)

Lemma read_at_spec z ts : read_at (of_list z) ts = read ts z.
Proof.
  unfold read_at, read, of_list, get.
  enough (H : forall a, fold_left (fun s t => s + fst t * nth (snd t) z 0) ts a
    = a + sumf (fun t => fst t * nth (snd t) z 0) ts) by apply H.
  induction ts as [|t ts IH]; intros a; cbn [fold_left sumf]; [lia|]. rewrite IH. lia.
Qed.

Lemma climb_spec every v ls : forall gs yf y, (forall j, yf j = nth j y false) ->
  match climb every v gs ls yf with
  | Some outs => outs = fold_left (fun y gates => level_values gates y) (gs :: ls) y
      /\ (every = true -> sparse_levels v ls (level_values gs y))
  | None => every = true /\ ~ sparse_levels v ls (level_values gs y)
  end.
Proof.
  induction ls as [|gs' ls IH]; intros gs yf y H; cbn [climb].
  - assert (E : map (fun g => value g yf) gs = level_values gs y).
    { apply map_ext. intros g. apply value_ext. auto. }
    rewrite E. destruct every; cbn [andb]; [|split; [reflexivity|discriminate]].
    cbn [sparse_levels]. destruct (Nat.ltb_spec v (active_features (level_values gs y))).
    + split; auto. lia.
    + split; auto.
  - assert (E : map (fun g => value g yf) gs = level_values gs y).
    { apply map_ext. intros g. apply value_ext. auto. }
    rewrite E. cbn [sparse_levels].
    assert (IH' := IH gs' (look false (table_of (level_values gs y))) (level_values gs y) (fun j => eq_refl)).
    destruct (every && Nat.ltb v (active_features (level_values gs y))) eqn:B.
    + apply andb_prop in B as [B1 B2]. apply Nat.ltb_lt in B2. split; auto. lia.
    + destruct (climb every v gs' ls _) as [outs|].
      * destruct IH' as [I1 I2]. split; [exact I1|]. intros Ev. rewrite Ev in B. cbn [andb] in B. apply Nat.ltb_ge in B. auto.
      * destruct IH' as [I1 I2]. split; auto. tauto.
Qed.

Definition worse (a b : worst) : Prop :=
  (forall t, fst a = Some t -> exists t', fst b = Some t' /\ t' <= t) /\
  (forall f, snd a = Some f -> exists f', snd b = Some f' /\ f <= f').

Lemma worse_refl a : worse a a.
Proof. split; intros t H; exists t; split; auto; lia. Qed.

Lemma worse_trans a b c : worse a b -> worse b c -> worse a c.
Proof.
  intros [H1 H2] [H3 H4]. split; intros t H.
  - apply H1 in H as (t' & H & L). apply H3 in H as (t'' & H & L'). exists t''. split; auto. lia.
  - apply H2 in H as (t' & H & L). apply H4 in H as (t'' & H & L'). exists t''. split; auto. lia.
Qed.

(** What the margin so far says of one score. *)
Definition covered (a : worst) (b : bool) (s : Z) : Prop :=
  if b then exists t, fst a = Some t /\ t <= s else exists f, snd a = Some f /\ s <= f.

Lemma covered_worse a a' b s : covered a b s -> worse a a' -> covered a' b s.
Proof.
  intros C [H1 H2]. destruct b; cbn [covered] in *; destruct C as (t & E & L).
  - apply H1 in E as (t' & E & L'). exists t'. split; auto. lia.
  - apply H2 in E as (t' & E & L'). exists t'. split; auto. lia.
Qed.

Lemma judge_step (b : bool) s a :
  worse a (if b then (lower s (fst a), snd a) else (fst a, higher s (snd a))) /\
  covered (if b then (lower s (fst a), snd a) else (fst a, higher s (snd a))) b s.
Proof.
  destruct a as [t f], b; unfold worse, covered, lower, higher; cbn [fst snd]; repeat split.
  - intros t' ->. eexists. split; [reflexivity|]. lia.
  - intros f' ->. eexists. split; [reflexivity|]. lia.
  - eexists. split; [reflexivity|]. destruct t; lia.
  - intros t' ->. eexists. split; [reflexivity|]. lia.
  - intros f' ->. eexists. split; [reflexivity|]. lia.
  - eexists. split; [reflexivity|]. destruct f; lia.
Qed.

Lemma judge_spec theta outs : forall ss a a', judge theta outs ss a = Some a' ->
  worse a a' /\ map (fun s => theta <=? s) ss = outs /\ Forall2 (covered a') outs ss /\
  (forall t, fst a' = Some t -> fst a = Some t \/ exists i, nth_error outs i = Some true /\ nth_error ss i = Some t) /\
  (forall f, snd a' = Some f -> snd a = Some f \/ exists i, nth_error outs i = Some false /\ nth_error ss i = Some f).
Proof.
  induction outs as [|b outs IH]; intros ss a a' H; destruct ss as [|s ss]; try discriminate; cbn [judge] in H.
  - injection H as <-. repeat split; auto using worse_refl; try constructor; apply worse_refl.
  - destruct (eqb (theta <=? s) b) eqn:E; [|discriminate]. apply eqb_prop in E.
    destruct (judge_step b s a) as [W C]. set (a1 := if b then _ else _) in *.
    destruct (IH ss a1 a' H) as (W' & M & F & T1 & T2). repeat split.
    + apply (worse_trans a a1 a'); auto.
    + apply (worse_trans a a1 a'); auto.
    + cbn [map]. rewrite E, M. reflexivity.
    + constructor; auto. apply (covered_worse a1); auto.
    + intros t Q. apply T1 in Q as [Q|(i & Q1 & Q2)]; [|right; exists (S i); auto].
      unfold a1 in Q. destruct b; cbn [fst] in Q; auto. unfold lower in Q. destruct (fst a) as [t0|].
      * injection Q as <-. destruct (Z.min_spec s t0) as [[_ ->]|[_ ->]]; auto. right. exists O. auto.
      * injection Q as <-. right. exists O. auto.
    + intros t Q. apply T2 in Q as [Q|(i & Q1 & Q2)]; [|right; exists (S i); auto].
      unfold a1 in Q. destruct b; cbn [snd] in Q; auto. unfold higher in Q. destruct (snd a) as [t0|].
      * injection Q as <-. destruct (Z.max_spec s t0) as [[_ ->]|[_ ->]]; auto. right. exists O. auto.
      * injection Q as <-. right. exists O. auto.
Qed.

Lemma length_layers ls : forall width last x, chained width ls last = true -> length x = width ->
  length (fold_left step ls x) = last.
Proof.
  induction ls as [|l ls IH]; intros width last x C L; cbn [chained fold_left] in *.
  - apply Nat.eqb_eq in C. congruence.
  - apply andb_prop in C as [C1 C]. apply andb_prop in C1 as [_ C1]. apply Nat.eqb_eq in C1.
    apply (IH _ _ _ C). unfold step. rewrite length_step; auto.
Qed.

Lemma sum_of_spec {B} (h : B -> nat -> Z) (W : list B) b act : length b = length W ->
  sum_of b (fun j => map (fun u => h u j) W) act = add (map (fun u => sumf (h u) act) W) b.
Proof.
  intros L. induction act as [|j act IH]; cbn [sum_of].
  - cbn [sumf]. revert W L. induction b as [|c b IH]; intros [|u W] L; try discriminate; auto.
    cbn [map add]. rewrite <- IH by (injection L; auto). f_equal; lia.
  - rewrite IH. clear IH. revert b L. induction W as [|u W IH]; intros [|c b] L; try discriminate; auto.
    cbn [map add sumf]. rewrite IH by (injection L; auto). f_equal. lia.
Qed.

Theorem check_enumerate_sound p n t f : check_enumerate p n = Some (t, f) ->
  computes p (network_of_short n) /\ margin p (network_of_short n) t f.
Proof.
  unfold check_enumerate. intros H.
  destruct (short_layers n) as [|l rest] eqn:El; [discriminate|]. destruct (levels p) as [|gs ls] eqn:Eg; [discriminate|].
  destruct (well_formed _ && _ && _ && _ && _) eqn:C; [|discriminate].
  apply andb_prop in C as [C Wi]. apply andb_prop in C as [C Ch]. apply andb_prop in C as [C Lc].
  apply andb_prop in C as [Wc Wo]. apply Nat.eqb_eq in Lc.
  set (m := features p) in *. set (c := short_input n) in *. set (o := short_output n) in *.
  set (theta := short_threshold n) in *.
  assert (Awi := words_of_length _ Wc). assert (Awo := words_of_length _ Wo).
  assert (Sh : shaped p (network_of_short n) = true).
  { unfold shaped, network_of_short. cbn [input_code output_code layers]. fold c o m. rewrite El, Eg, Awi, Awo.
    rewrite !columns_spec, !height_spec, Lc, Ch, Wi, Nat.eqb_refl. reflexivity. }
  pose proof Ch as Ch'. cbn [chained] in Ch'. apply andb_prop in Ch' as [Ch' Chr]. apply andb_prop in Ch' as [Lw Lb].
  apply Nat.eqb_eq in Lb. unfold all_of_length in Lw. rewrite forallb_forall in Lw.
  set (col := fun j => map (fun a => get a j) (map (products c) (weights l))) in *.
  set (V := visit p theta gs ls rest (readings o)) in *.
  set (net := network_of_short n) in *.
  (* the scores of an input are those that a visit computes *)
  assert (Sc : forall y, length y = m ->
    scores net y = map (read_at (of_list (fold_left step rest (map relu (sum_of (bias l) col (rev (active y))))))) (readings o)).
  { intros y Ly. unfold scores, net, network_of_short. cbn [input_code output_code layers]. fold c o. rewrite El.
    cbn [fold_left]. set (x := encode (code_of c) y).
    assert (E : sum_of (bias l) col (rev (active y)) = add (product (weights l) x) (bias l)).
    { unfold col. rewrite (sum_of_spec (fun a j => get a j)) by (rewrite map_length; auto). f_equal. unfold product.
      rewrite map_map. apply map_ext_in. intros u I. unfold x. rewrite dot_encode by auto.
      rewrite (sumf_perm _ _ (active y)) by (symmetry; apply Permutation_rev). apply sumf_ext_in. intros j J.
      apply active_from_range in J. apply products_spec; auto; [apply Nat.eqb_eq; auto|lia]. }
    rewrite E. fold (step x l). unfold product at 1. rewrite (readings_spec o); auto.
    - apply map_ext. intros ts. symmetry. apply read_at_spec.
    - apply (length_layers rest (length (weights l))); auto. unfold step. rewrite length_step; auto. }
  assert (Cl : forall y, length y = m -> (active_features y <= sparsity p)%nat ->
    match climb (every_level p) (sparsity p) gs ls (fun j => member j (rev (active y))) with
    | Some outs => outs = outputs p y /\ admissible p y
    | None => ~ admissible p y
    end).
  { intros y Ly Vy. assert (K := climb_spec (every_level p) (sparsity p) ls gs (fun j => member j (rev (active y))) y).
    destruct (climb _ _ gs ls _) as [outs|].
    - destruct K as [K1 K2].
      { intros j. rewrite <- member_active. apply member_perm. symmetry. apply Permutation_rev. }
      split; [rewrite K1; unfold outputs; rewrite Eg; reflexivity|]. split; auto. rewrite Eg.
      destruct (every_level p); [split; auto|split; auto].
    - destruct K as [K1 K2].
      { intros j. rewrite <- member_active. apply member_perm. symmetry. apply Permutation_rev. }
      intros [_ A]. rewrite K1, Eg in A. destruct A as [_ A]. auto. }
  set (good := fun act (a : worst) => forall y, act = rev (active y) -> length y = m ->
    (active_features y <= sparsity p)%nat -> admissible p y ->
    map (fun s => theta <=? s) (scores net y) = outputs p y /\ Forall2 (covered a) (outputs p y) (scores net y)).
  assert (Vl : forall act a b, V (sum_of (bias l) col act) act a = Some b -> worse a b).
  { intros act a b Hv. unfold V, visit in Hv. destruct (climb _ _ gs ls _) as [outs|].
    - apply judge_spec in Hv as (Hv & _). exact Hv.
    - injection Hv as <-. apply worse_refl. }
  assert (Vg : forall act a b, V (sum_of (bias l) col act) act a = Some b -> good act b).
  { intros act a b Hv y -> Ly Vy Ay. unfold V, visit in Hv. specialize (Cl y Ly Vy).
    destruct (climb _ _ gs ls _) as [outs|]; [|contradiction]. destruct Cl as [-> _].
    apply judge_spec in Hv as (_ & Hv1 & Hv2 & _). rewrite <- Sc in * by auto. auto. }
  assert (Gl : forall act a b, good act a -> worse a b -> good act b).
  { intros act a b Ga W y E Ly Vy Ay. destruct (Ga y E Ly Vy Ay) as [G1 G2]. split; auto.
    clear G1. induction G2; constructor; auto. apply (covered_worse a); auto. }
  set (P := fun a : worst =>
    (forall t, fst a = Some t -> exists y i, admissible p y /\ scored p net y i true t) /\
    (forall f, snd a = Some f -> exists y i, admissible p y /\ scored p net y i false f)).
  assert (Vk : forall y a b, length y = m -> (active_features y <= sparsity p)%nat ->
    V (sum_of (bias l) col (rev (active y))) (rev (active y)) a = Some b -> P a -> P b).
  { intros y a b Ly Vy Hv [P1 P2]. unfold V, visit in Hv. specialize (Cl y Ly Vy).
    destruct (climb _ _ gs ls _) as [outs|]; [|injection Hv as <-; split; auto]. destruct Cl as [-> Ay].
    apply judge_spec in Hv as (_ & _ & _ & T1 & T2). rewrite <- Sc in * by auto. split; intros s Hs.
    - apply T1 in Hs as [Hs|(i & Q1 & Q2)]; auto. exists y, i. split; [|split]; auto.
    - apply T2 in Hs as [Hs|(i & Q1 & Q2)]; auto. exists y, i. split; [|split]; auto. }
  assert (H' : walk worst V (sparsity p) (some_columns col 0 m) (sum_of (bias l) col []) [] (None, None) = Some (t, f))
    by exact H.
  assert (All : forall y, admissible p y ->
    map (fun s => theta <=? s) (scores net y) = outputs p y /\ Forall2 (covered (t, f)) (outputs p y) (scores net y)).
  { intros y Ay. pose proof Ay as [Ly Vy]. assert (Vy' : (active_features y <= sparsity p)%nat).
    { destruct (if every_level p then levels p else []); apply Vy. }
    assert (G := walk_covers worst V (bias l) col good worse worse_refl worse_trans Gl Vl Vg _ _ _ _ _ _ H' y Ly Vy').
    rewrite app_nil_r in G. exact (G y eq_refl Ly Vy' Ay). }
  assert (Pf : P (t, f)).
  { apply (walk_keeps worst V (bias l) col m (sparsity p) P Vk (sparsity p) m [] (None, None)); auto.
    split; discriminate. }
  split; [split; auto; intros y Ay; apply All; auto|].
  assert (Co : forall y i b s, admissible p y -> scored p net y i b s -> covered (t, f) b s).
  { intros y i b s Ay [S1 S2]. destruct (All y Ay) as [_ F]. clear - F S1 S2. revert i S1 S2.
    induction F as [|b' s' bs ss Q F IH]; intros [|i] S1 S2; try discriminate; cbn [nth_error] in *.
    - injection S1 as ->. injection S2 as ->. exact Q.
    - apply (IH i); auto. }
  destruct Pf as [P1 P2]. repeat split; auto.
  - intros y i s Ay S. exact (Co y i true s Ay S).
  - intros y i s Ay S. exact (Co y i false s Ay S).
Qed.
