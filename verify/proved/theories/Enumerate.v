(** The checker for networks of any depth and circuits: score all sparse inputs, one by one, or those that stand for all
    others, and find the margin. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Arrays Received Branch Walk Judge Growth Calm Reduction.
Import ListNotations.
Open Scope Z_scope.

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
        let col := fun j => map (fun a => get a j) G in
        let visit := visit p (short_threshold n) gs ls rest (readings o) in
        if scattered m G gs
        then
          let gr := groups m G gs in
          let near := table_of (map (neighbours gr) (seq 0 m)) in
          let loud := table_of (map (fun j => negb (quiet (bias l) G gs j)) (seq 0 m)) in
          grow worst visit col (fun j => look [] near j) (fun j => look true loud j) (sparsity p) true 0 (seq 0 m) [] [] []
            (bias l) [] (None, None)
        else walk worst visit (sparsity p) (map (fun j => (j, col j)) (seq 0 m)) (bias l) [] (None, None)
      else None
  | _, _ => None
  end.

(* ---------------------------------------------------------------- its correctness *)

Lemma length_layers ls : forall width last x, chained width ls last = true -> length x = width ->
  length (fold_left step ls x) = last.
Proof.
  induction ls as [|l ls IH]; intros width last x C L; cbn [chained fold_left] in *.
  - apply Nat.eqb_eq in C. congruence.
  - apply andb_prop in C as [C1 C]. apply andb_prop in C1 as [_ C1]. apply Nat.eqb_eq in C1.
    apply (IH _ _ _ C). unfold step. rewrite length_step; auto.
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
  assert (Lg : length (bias l) = length (map (products c) (weights l))) by (rewrite map_length; auto).
  set (G := map (products c) (weights l)) in *.
  assert (Va : forall act act' a, alike (bias l) G gs act act' -> V (sum_of (bias l) col act) act a = V (sum_of (bias l) col act') act' a).
  { intros act act' a [A1 A2]. unfold V, visit.
    rewrite (climb_ext _ _ gs ls _ (fun j => member j act')) by exact A2. fold col in A1. rewrite A1. reflexivity. }
  set (good := fun act (a : worst) => forall y, alike (bias l) G gs act (rev (active y)) -> length y = m ->
    (active_features y <= sparsity p)%nat -> admissible p y ->
    map (fun s => theta <=? s) (scores net y) = outputs p y /\ Forall2 (covered a) (outputs p y) (scores net y)).
  assert (Vl : forall act a b, V (sum_of (bias l) col act) act a = Some b -> worse a b).
  { intros act a b Hv. unfold V, visit in Hv. destruct (climb _ _ gs ls _) as [outs|].
    - apply judge_spec in Hv as (Hv & _). exact Hv.
    - injection Hv as <-. apply worse_refl. }
  assert (Vg : forall act a b, V (sum_of (bias l) col act) act a = Some b -> good act b).
  { intros act a b Hv y Al Ly Vy Ay. rewrite (Va _ _ _ Al) in Hv. unfold V, visit in Hv. specialize (Cl y Ly Vy).
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
  assert (Found : P (t, f) /\ forall y, length y = m -> (active_features y <= sparsity p)%nat ->
    exists act, alike (bias l) G gs act (rev (active y)) /\ good act (t, f)).
  { destruct (scattered m G gs).
    - pose proof Wi as Wi'. cbn [wired] in Wi'. apply andb_prop in Wi' as [Wg _].
      set (gr := groups m G gs) in *. set (near := fun j => look [] (table_of (map (neighbours gr) (seq 0 m))) j) in *.
      set (loud := fun j => look true (table_of (map (fun j => negb (quiet (bias l) G gs j)) (seq 0 m))) j) in *.
      assert (Nr : forall j, (j < m)%nat -> near j = neighbours gr j) by (intros j J; apply seq_map_nth; exact J).
      assert (Ld : forall j, (j < m)%nat -> loud j = negb (quiet (bias l) G gs j))
        by (intros j J; apply (seq_map_nth (fun j => negb (quiet (bias l) G gs j)) true); exact J).
      assert (Nb : forall j i, In i (near j) -> (i < m)%nat /\ (j < m)%nat).
      { intros j i I. destruct (Nat.lt_ge_cases j m) as [J|J].
        - split; auto. rewrite Nr in I by auto. eapply near_below; eauto.
        - unfold near, look, table_of in I. rewrite nth_overflow in I by (rewrite map_length, seq_length; exact J). destruct I. }
      assert (Vk' : forall act a b, NoDup act -> (forall j, In j act -> (j < m)%nat) -> (length act <= sparsity p)%nat ->
        V (sum_of (bias l) col act) act a = Some b -> P a -> P b).
      { intros act a b N B Le Hv. assert (Q := active_input_of m act N B). apply (Vk (input_of m act)).
        - apply length_input_of.
        - unfold active_features. rewrite <- (active_from_length 0). fold (active (input_of m act)).
          rewrite <- (Permutation_length Q). exact Le.
        - rewrite <- (Va act); [exact Hv|]. apply alike_perm; [exact Lg|].
          transitivity (active (input_of m act)); [exact Q|apply Permutation_rev]. }
      split.
      + apply (grow_keeps worst V col near loud (bias l) m (sparsity p) P (fun j i I => proj1 (Nb j i I))
          Vk'
          (sparsity p) true O (seq 0 m) [] [] [] [] (None, None) (t, f)); auto.
        * intros i I. rewrite !app_nil_r in I. apply in_seq in I. lia.
        * constructor.
        * split; discriminate.
      + intros y Ly Vy. assert (Ny := active_from_NoDup 0 y). fold (active y) in Ny.
        assert (By : forall j, In j (active y) -> (j < m)%nat) by (intros j J; apply active_from_range in J; lia).
        destruct (calm_part m (bias l) G gs Lg _ (active y) (le_n _) Ny By) as (U & NU & IU & LU & CU & AU).
        assert (CU' : calm near loud U).
        { intros j J Q. rewrite Ld in Q by auto. destruct (CU j J Q) as (i & I1 & I2 & I3). exists i. rewrite Nr by auto. auto. }
        assert (M : met worst good U (t, f)).
        { apply (grow_meets worst V col near loud (bias l) good worse worse_refl worse_trans Gl Vl Vg) with
            (v := sparsity p) (whole := true) (k := O) (n := m) (border := []) (close := []) (out := []) (act := [])
            (a := (None, None)); auto; [| |discriminate].
          - intros i j I. destruct (Nb j i I) as [B1 B2]. rewrite Nr in * by auto. apply near_both. exact I.
          - split; [constructor|]. split; [intros ? []|]. split.
            { cbn [length]. unfold active_features in Vy. rewrite <- (active_from_length 0) in Vy. unfold active in LU. lia. }
            split; [intros j J; apply By; auto|]. split; [intros ? []|]. split; [intros j _ J; lia|intros j i []]. }
        destruct M as (act & Pm & Ga). exists act. split; auto.
        apply (alike_trans _ _ _ _ U); [apply alike_perm; auto|].
        destruct AU as [AU1 AU2]. apply (alike_trans _ _ _ _ (active y)); [|apply alike_perm; [exact Lg|apply Permutation_rev]].
        split; [symmetry; exact AU1|]. intros g I. symmetry. apply AU2. exact I.
    - assert (H' : walk worst V (sparsity p) (some_columns col 0 m) (sum_of (bias l) col []) [] (None, None) = Some (t, f))
        by exact H.
      split.
      + apply (walk_keeps worst V (bias l) col m (sparsity p) P Vk (sparsity p) m [] (None, None)); auto.
        split; discriminate.
      + intros y Ly Vy. exists (rev (active y)). split; [apply alike_perm; auto|].
        assert (W := walk_covers worst V (bias l) col good worse worse_refl worse_trans Gl Vl Vg _ _ _ _ _ _ H' y Ly Vy).
        rewrite app_nil_r in W. exact W. }
  destruct Found as [Pf Found].
  assert (All : forall y, admissible p y ->
    map (fun s => theta <=? s) (scores net y) = outputs p y /\ Forall2 (covered (t, f)) (outputs p y) (scores net y)).
  { intros y Ay. pose proof Ay as [Ly Vy]. assert (Vy' : (active_features y <= sparsity p)%nat).
    { destruct (if every_level p then levels p else []); apply Vy. }
    destruct (Found y Ly Vy') as (act & Al & Ga). exact (Ga y Al Ly Vy' Ay). }
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
