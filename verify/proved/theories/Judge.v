(** One input: its outputs by the gates, the scores of its outputs, and what they make of the margin so far. *)
From Coq Require Import ZArith List Bool Lia.
From Superproof Require Import Statement Codes Lists Arrays Branch.
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

(* ---------------------------------------------------------------- lemmas *)

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

Lemma climb_ext every v gs ls f f' : (forall g, In g gs -> value g f = value g f') ->
  climb every v gs ls f = climb every v gs ls f'.
Proof. intros H. destruct ls; cbn [climb]; rewrite (map_ext_in _ (fun g => value g f') gs H); reflexivity. Qed.
