(** Wrong neurons by the number of gates that are 1, for circuits at v = 2, where two active features are the whole input. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Arrays Multiplicity Roles Cause Neurons Wrong ActiveGates.
Import ListNotations.
Open Scope Z_scope.

(** How many gates are 1 on two features, from the gates that have each. *)
Definition ones_on (at_feature : table (list gate)) (p q : nat) : Z :=
  let one g := unit_if (value g (fun j => member j [p; q])) in
  sumf one (look [] at_feature p) + sumf (fun g => if member p (wires g) then 0 else one g) (look [] at_feature q).

(** The most neurons that must be 1 though no gate is, and that must be 0 though one is, where k gates are 1; k = 0..v. *)
Definition wrongs (v : nat) (circuit : bool) (m : nat) (gs : list gate) (at_feature : list (list (touch * list touch))) : list (Z * Z) :=
  if circuit && Nat.eqb v 2
  then let t := table_of (gates_at m gs) in
       map (fun k => let keep p q := ones_on t p q =? Z.of_nat k in
         (most_wrong v keep true m at_feature, most_wrong v keep false m at_feature)) (seq 0 (S v))
  else let worst b := two_of v * most_wrong v (fun _ _ => true) b m at_feature in repeat (worst true, worst false) (S v).

Definition side (b : bool) (w : Z * Z) : Z := if b then fst w else snd w.

(* ---------------------------------------------------------------- lemmas *)

Lemma ones_on_spec v m gs p q : forallb (taken v) gs = true -> (forall g j, In g gs -> In j (wires g) -> (j < m)%nat) ->
  (p < m)%nat -> (q < m)%nat ->
  ones_on (table_of (gates_at m gs)) p q = sumf (fun g => unit_if (value g (fun j => member j [p; q]))) gs.
Proof.
  intros K B P Q. unfold ones_on, look, table_of. cbv zeta. rewrite !gates_at_sum by auto. rewrite <- sumf_plus.
  apply sumf_ext_in. intros g I. rewrite forallb_forall in K. destruct (member p (wires g)) eqn:M; [destruct (member q (wires g)); lia|].
  destruct (member q (wires g)) eqn:M'; [lia|]. destruct (value g _) eqn:V; [|reflexivity]. exfalso.
  destruct (value_needs v g _ (K g I) V) as (j & W & [<-|[<-|[]]]); apply member_In in W; congruence.
Qed.

Lemma wrongs_nonneg v circuit m gs a b k : 0 <= side b (nth k (wrongs v circuit m gs a) (0, 0)).
Proof.
  assert (H : forall x, In x (wrongs v circuit m gs a) -> 0 <= side b x).
  { unfold wrongs. cbv zeta. destruct (circuit && Nat.eqb v 2); intros x I.
    - apply in_map_iff in I as (i & <- & _). destruct b; apply most_wrong_nonneg.
    - apply repeat_spec in I. subst. assert (T := two_of_nonneg v). destruct b; cbn [side fst snd];
        (match goal with |- context [most_wrong ?v ?f ?c ?m ?a] => assert (Q := most_wrong_nonneg v f c m a) end; nia). }
  destruct (Nat.lt_ge_cases k (length (wrongs v circuit m gs a))) as [L|L].
  - apply H, nth_In, L.
  - rewrite nth_overflow by exact L. destruct b; cbn [side fst snd]; lia.
Qed.

(** No input on which k gates are 1 has more neurons that are wrong; for problems that are no circuit whatever k is. *)
Theorem wrongs_spec v (circuit : bool) b m gs gss y : forallb (taken v) gs = true -> (forall g j, In g gs -> In j (wires g) -> (j < m)%nat) ->
  (forall gs', In gs' gss -> forallb (taken v) gs' = true) ->
  (forall gs' j, In gs' gss -> In j (flat_map wires gs') -> (j < m)%nat) -> length y = m -> (length (active y) <= v)%nat ->
  forall k, k = (if circuit then length (active (level_values gs y)) else O) -> (k <= v)%nat ->
  sumf (fun gs' => unit_if (disagree b gs' (active y))) gss
  <= side b (nth k (wrongs v circuit m gs (neurons_of m (map touches gss))) (0, 0)).
Proof.
  intros K B K' B' Ly Few k Ek Kv. unfold wrongs. cbv zeta. destruct (circuit && Nat.eqb v 2) eqn:C.
  - apply andb_prop in C as [-> C]. apply Nat.eqb_eq in C. subst v.
    rewrite seq_map_nth by lia. cbv zeta.
    set (keep := fun p q => ones_on (table_of (gates_at m gs)) p q =? Z.of_nat k).
    assert (E : side b (most_wrong 2 keep true m (neurons_of m (map touches gss)), most_wrong 2 keep false m (neurons_of m (map touches gss)))
      = most_wrong 2 keep b m (neurons_of m (map touches gss))) by (destruct b; reflexivity).
    rewrite E. clear E. assert (N : NoDup (active y)) by apply active_from_NoDup.
    destruct (active y) as [|p [|q [|r J]]] eqn:A; cbn [length] in Few; try lia.
    + rewrite (sumf_ext_in _ (fun _ => 0)); [rewrite sumf_zero; apply most_wrong_nonneg|]. intros gs' I.
      destruct (disagree b gs' []) eqn:D; auto. apply disagree_spec in D as [D1 D2].
      destruct (cause_of_wrong 2 gs' (K' gs' I) [] b ltac:(lia) N ltac:(simpl; lia) D1 D2) as (p & q & [] & _).
    + rewrite (sumf_ext_in _ (fun _ => 0)); [rewrite sumf_zero; apply most_wrong_nonneg|]. intros gs' I.
      destruct (disagree b gs' [p]) eqn:D; auto. apply disagree_spec in D as [D1 D2].
      destruct (cause_of_wrong 2 gs' (K' gs' I) [p] b ltac:(lia) N ltac:(simpl; lia) D1 D2) as (i & j & [<-|[]] & [<-|[]] & D & _). congruence.
    + assert (Lt : (p < q)%nat) by (apply (pairs_active p q y 0); fold (active y); rewrite A; left; auto).
      assert (Q : (q < m)%nat).
      { assert (I : In q (active y)) by (rewrite A; right; left; auto). apply active_from_range in I. lia. }
      rewrite (sumf_ext_in _ (fun gs' => unit_if (caused 2 b gs' p q)))
        by (intros gs' I; unfold caused, causes; cbn [Nat.leb]; rewrite (wrong_pair_touches 2) by (apply K'; exact I); reflexivity).
      apply (most_wrong_spec 2); auto. unfold keep. rewrite (ones_on_spec 2) by (auto; lia). apply Z.eqb_eq.
      rewrite Ek, level_ones, A. reflexivity.
  - rewrite (nth_indep _ _ (two_of v * most_wrong v (fun _ _ => true) true m (neurons_of m (map touches gss)),
      two_of v * most_wrong v (fun _ _ => true) false m (neurons_of m (map touches gss)))) by (rewrite repeat_length; lia).
    rewrite nth_repeat. assert (H := wrong_neurons v b m gss (active y) y K' B' eq_refl Ly Few). destruct b; exact H.
Qed.
