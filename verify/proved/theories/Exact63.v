(** Trees by 63-bit sums within ranges that are checked, and by pools of features. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Arrays Channels Worst Lanes Pools Trees.
Import ListNotations.
Open Scope Z_scope.

(* ---------------------------------------------------------------- terms *)

Fixpoint upper63 (s : Z) (j : nat) (ch : list neuron) (acc : Z) : Z :=
  match ch with
  | [] => acc
  | n :: ch' =>
      upper63 s j ch' (uadd acc (umul (w n) (urelu (uadd (umul s (entry (row n) j)) (p n)))))
  end.

(** The neurons with p > 0 only. *)
Fixpoint lower63 (s : Z) (j : nat) (ch : list neuron) (acc : Z) : Z :=
  match ch with
  | [] => acc
  | n :: ch' => lower63 s j ch' (uadd acc (umul (w n) (uadd (umul s (entry (row n) j)) (p n))))
  end.

Definition fits (s gmax : Z) (ch : list neuron) : bool :=
  (0 <=? gmax) && forallb (fun n => 1 <=? w n) ch && (reach s gmax ch <=? most).

Definition closes63 (m : nat) (gmax theta : Z) (truth : bool) (ch : list neuron) (s : nat) (free : nat -> bool) : bool :=
  let k := Z.of_nat s in
  match s with
  | O => if truth then theta <=? own ch 0 else own ch 0 <? theta
  | _ =>
      fits k gmax ch &&
      if truth then
        let start := repeat (- own ch 0) s in
        if Nat.eqb s 1 then total (scan (fun j => - upper63 1 j ch 0) free m 0 start) <? 1 - theta
        else let some := filter (fun n => 0 <? p n) ch in
             total (scan (fun j => - lower63 k j some 0) free m 0 start) <? k * (1 - theta)
      else
        (own ch 0 <? theta) &&
        existsb (fun start =>
          let t := fun j => upper63 k j ch 0 in
          total (if roomy k gmax ch then upper_worst k m ch free t (repeat start s) else scan t free m 0 (repeat start s))
          <? k * theta) (starts theta ch)
  end.

Fixpoint tree63 (m : nat) (gmax : Z) (theta : bool -> option Z) (g : gate) (t : tree) (ch : list neuron) (s : nat) (on off : list nat) : bool :=
  match t with
  | Leaf =>
      match known on off g with
      | None => false
      | Some truth =>
          match theta truth with
          | None => false
          | Some limit => closes63 m gmax limit truth ch s (settled on off)
          end
      end
  | Split j t_off t_on =>
      Nat.ltb j m && negb (settled on off j) && tree63 m gmax theta g t_off ch s on (j :: off) &&
      match s with
      | O => true
      | S s' => tree63 m gmax theta g t_on (join j ch) s' (j :: on) off
      end
  end.

Definition bounded (gmax : Z) (ch : list neuron) : Prop := forall n j, In n ch -> Z.abs (entry (row n) j) <= gmax.

Lemma bounded_tail gmax n ch : bounded gmax (n :: ch) -> bounded gmax ch.
Proof. intros B x j H. apply B. right; auto. Qed.

Lemma upper63_exact gmax s j ch : forall acc, bounded gmax ch -> 0 <= s -> 0 <= gmax ->
  forallb (fun n => 1 <=? w n) ch = true -> - 2 ^ 62 <= acc -> 0 <= acc -> acc + reach s gmax ch < 2 ^ 62 ->
  upper63 s j ch acc = upper s j ch acc.
Proof.
  induction ch as [|n ch IH]; intros acc B S0 G W A A0 R; auto.
  cbn [upper63 upper forallb reach] in *. apply andb_prop in W as [W1 W]. apply Z.leb_le in W1.
  assert (E := B n j (or_introl eq_refl)). apply bounded_tail in B.
  assert (Q : 0 <= reach s gmax ch).
  { clear - W S0 G. induction ch; cbn [reach forallb] in *; [lia|]. apply andb_prop in W as [W1 W]. apply Z.leb_le in W1.
    specialize (IHch W). nia. }
  set (g := entry (row n) j) in *.
  destruct (term_bounds (w n) s g (p n) gmax W1 S0 E) as (X & C & V).
  assert (U1 : umul s g = s * g) by (apply wrap_id; lia).
  rewrite U1. assert (U2 : uadd (s * g) (p n) = s * g + p n) by (apply wrap_id; lia). rewrite U2.
  unfold urelu.
  assert (Y : 0 <= Z.max 0 (s * g + p n) <= s * gmax + Z.abs (p n)) by lia.
  unfold relu in V.
  assert (U3 : umul (w n) (Z.max 0 (s * g + p n)) = w n * Z.max 0 (s * g + p n)) by (apply wrap_id; lia). rewrite U3.
  assert (U4 : uadd acc (w n * Z.max 0 (s * g + p n)) = acc + w n * Z.max 0 (s * g + p n)) by (apply wrap_id; lia).
  rewrite U4.
  rewrite IH; auto; try lia. f_equal. destruct (Z.ltb_spec 0 (s * g + p n)).
  - rewrite Z.max_r by lia. reflexivity.
  - rewrite Z.max_l by lia. lia.
Qed.

Lemma lower63_exact gmax s j ch : forall acc b, bounded gmax ch -> 0 <= s -> 0 <= gmax ->
  forallb (fun n => 1 <=? w n) ch = true -> Z.abs acc <= b -> b + reach s gmax ch < 2 ^ 62 ->
  lower63 s j (filter (fun n => 0 <? p n) ch) acc = lower s j ch acc.
Proof.
  induction ch as [|n ch IH]; intros acc b B S0 G W A R; auto.
  cbn [lower filter forallb reach] in *. apply andb_prop in W as [W1 W]. apply Z.leb_le in W1.
  assert (E := B n j (or_introl eq_refl)). apply bounded_tail in B.
  assert (Q : 0 <= reach s gmax ch).
  { clear - W S0 G. induction ch; cbn [reach forallb] in *; [lia|]. apply andb_prop in W as [W1 W]. apply Z.leb_le in W1.
    specialize (IHch W). nia. }
  set (g := entry (row n) j) in *.
  destruct (term_bounds (w n) s g (p n) gmax W1 S0 E) as (X & C & V).
  destruct (0 <? p n).
  - cbn [lower63]. fold g.
    assert (U1 : umul s g = s * g) by (apply wrap_id; lia).
    rewrite U1. assert (U2 : uadd (s * g) (p n) = s * g + p n) by (apply wrap_id; lia). rewrite U2.
    assert (Y : Z.abs (s * g + p n) <= s * gmax + Z.abs (p n)) by lia.
    assert (V' : Z.abs (w n * (s * g + p n)) <= w n * (s * gmax + Z.abs (p n))).
    { rewrite Z.abs_mul, (Z.abs_eq (w n)) by lia. apply Z.mul_le_mono_nonneg_l; lia. }
    clear V. rename V' into V.
    assert (U3 : umul (w n) (s * g + p n) = w n * (s * g + p n)) by (apply wrap_id; lia). rewrite U3.
    assert (U4 : uadd acc (w n * (s * g + p n)) = acc + w n * (s * g + p n)) by (apply wrap_id; lia). rewrite U4.
    apply (IH _ (b + w n * (s * gmax + Z.abs (p n)))); auto; lia.
  - apply (IH _ b); auto. nia.
Qed.

Lemma closes63_exact top m gmax theta truth ch s free : bounded gmax ch -> pooled top m gmax ch ->
  closes63 m gmax theta truth ch s free = true -> closes m theta truth ch s free = true.
Proof.
  intros B Po. unfold closes63, closes. destruct s as [|s]; auto. intros H. apply andb_prop in H as [F H].
  unfold fits in F. apply andb_prop in F as [F R]. apply andb_prop in F as [G W].
  apply Z.leb_le in G. apply Z.leb_le in R. unfold most in R.
  assert (P : forall x, x < 2 ^ 62 -> 0 + x < 2 ^ 62) by lia.
  assert (M : - 2 ^ 62 <= 0) by lia.
  destruct truth; [destruct (Nat.eqb_spec (S s) 1) as [E|]|].
  - rewrite (scan_ext _ (fun j => - upper63 1 j ch 0)); auto. intros j Hj. assert (K : Z.of_nat (S s) = 1) by lia.
    rewrite K in R. rewrite (upper63_exact gmax); auto; lia.
  - rewrite (scan_ext _ (fun j => - lower63 (Z.of_nat (S s)) j (filter (fun n => 0 <? p n) ch) 0)); auto.
    intros j Hj. rewrite (lower63_exact gmax _ _ _ 0 0); auto; lia.
  - apply andb_prop in H as [O H]. rewrite O. apply existsb_exists in H as (start & I & H). apply existsb_exists.
    exists start. split; auto. rewrite <- H. cbv zeta. f_equal. f_equal.
    assert (X : forall j, upper (Z.of_nat (S s)) j ch 0 = upper63 (Z.of_nat (S s)) j ch 0)
      by (intros j; symmetry; apply (upper63_exact gmax); auto; lia).
    destruct (roomy (Z.of_nat (S s)) gmax ch) eqn:Ro; [|apply scan_ext; auto].
    assert (W' : forall n, In n ch -> 1 <= w n) by (intros n I'; rewrite forallb_forall in W; apply Z.leb_le, W, I').
    rewrite <- (upper_worst_eq top _ gmax) by (auto; apply Nat2Z.is_nonneg).
    apply upper_worst_ext. exact X.
Qed.

Lemma bounded_join gmax j ch : bounded gmax ch -> bounded gmax (join j ch).
Proof. intros B n i I. apply in_map_iff in I as (x & <- & I). simpl. apply B; auto. Qed.

Lemma tree63_exact top m gmax theta g t : forall ch s on off, bounded gmax ch -> pooled top m gmax ch ->
  tree63 m gmax theta g t ch s on off = true -> check_tree m theta g t ch s on off = true.
Proof.
  induction t as [|j t1 IH1 t2 IH2]; intros ch s on off B Po H; cbn [tree63 check_tree] in *.
  - destruct (known on off g) as [truth|]; auto. destruct (theta truth); auto. eapply closes63_exact; eauto.
  - apply andb_prop in H as [H H2]. apply andb_prop in H as [J H1]. rewrite J. rewrite (IH1 _ _ _ _ B Po H1). simpl.
    destruct s; auto. apply IH2; auto; [apply bounded_join|apply pooled_join]; auto.
Qed.
