(** What a row of weights makes of values that are not quite a sum of words, and of the best features of a kind. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Worst Multiplicity.
Import ListNotations.
Open Scope Z_scope.

(** By how much the entries of c that are larger than those of x are larger, together. *)
Fixpoint over (c x : vector) : Z :=
  match c, x with a :: c', b :: x' => Z.max 0 (a - b) + over c' x' | _, _ => 0 end.

Definition highest (u : vector) : Z := fold_left Z.max u 0.
Definition deepest (u : vector) : Z := fold_left (fun d a => Z.max d (- a)) u 0.

(** The s largest of the values met so far, ascending. *)
Definition better (worst : list Z) (x : Z) : list Z :=
  match worst with [] => [] | least :: _ => if least <? x then tl (insert x worst) else worst end.

(** Below every sum that counts: in place of features that there are not. *)
Definition nothing : Z := - 1125899906842624.

(** The k largest of the s in the list. *)
Definition best (s : nat) (worst : list Z) (k : nat) : Z := total (skipn (s - k) worst).

(* ---------------------------------------------------------------- lemmas *)

Lemma highest_spec u a : In a u -> a <= highest u.
Proof.
  unfold highest. enough (H : forall x, x <= fold_left Z.max u x /\ (In a u -> a <= fold_left Z.max u x)) by apply H.
  induction u as [|b u IH]; intros x; cbn [fold_left]; [split; [lia|intros []]|]. destruct (IH (Z.max x b)) as [H1 H2].
  split; [lia|]. intros [->|I]; auto. lia.
Qed.

Lemma highest_nonneg u : 0 <= highest u.
Proof.
  unfold highest. enough (H : forall x, x <= fold_left Z.max u x) by apply H.
  induction u as [|b u IH]; intros x; cbn [fold_left]; [lia|]. specialize (IH (Z.max x b)). lia.
Qed.

Lemma deepest_spec u a : In a u -> - deepest u <= a.
Proof.
  unfold deepest. enough (H : forall x, x <= fold_left (fun d a => Z.max d (- a)) u x /\
    (In a u -> - fold_left (fun d a => Z.max d (- a)) u x <= a)) by apply H.
  induction u as [|b u IH]; intros x; cbn [fold_left]; [split; [lia|intros []]|]. destruct (IH (Z.max x (- b))) as [H1 H2].
  split; [lia|]. intros [->|I]; auto. lia.
Qed.

Lemma deepest_nonneg u : 0 <= deepest u.
Proof.
  unfold deepest. enough (H : forall x, x <= fold_left (fun d a => Z.max d (- a)) u x) by apply H.
  induction u as [|b u IH]; intros x; cbn [fold_left]; [lia|]. specialize (IH (Z.max x (- b))). lia.
Qed.

(** Additional values count with the largest weight, those that are lost against the smallest. *)
Lemma dot_over u c x up down : length c = length x -> (forall a, In a u -> - down <= a <= up) -> 0 <= up -> 0 <= down ->
  - (down * over c x + up * over x c) <= dot u c - dot u x <= up * over c x + down * over x c.
Proof.
  revert u x; induction c as [|a c IH]; intros u [|b x] L B P D; try discriminate.
  - destruct u; cbn [dot over]; lia.
  - destruct u as [|e u]; cbn [dot over].
    + assert (H : forall c x, 0 <= over c x) by (induction c0; intros [|b' x']; cbn [over]; try lia; specialize (IHc0 x'); lia).
      assert (H1 := H c x). assert (H2 := H x c). nia.
    + assert (Q := B e (or_introl eq_refl)). specialize (IH u x ltac:(injection L; auto) (fun a I => B a (or_intror I)) P D).
      set (o1 := over c x) in *. set (o2 := over x c) in *.
      assert (E : - (down * Z.max 0 (a - b) + up * Z.max 0 (b - a)) <= e * a - e * b
                  <= up * Z.max 0 (a - b) + down * Z.max 0 (b - a)).
      { destruct (Z.max_spec 0 (a - b)) as [[L1 ->]|[L1 ->]], (Z.max_spec 0 (b - a)) as [[L2 ->]|[L2 ->]]; nia. }
      lia.
Qed.

Lemma over_map {A} (f g : A -> Z) l : over (map f l) (map g l) = sumf (fun a => Z.max 0 (f a - g a)) l.
Proof. induction l as [|a l IH]; auto. cbn [map over sumf]. rewrite IH. reflexivity. Qed.

Lemma over_same c : over c c = 0.
Proof. induction c as [|a c IH]; auto. cbn [over]. rewrite IH. lia. Qed.

(* ---------------------------------------------------------------- the best of a kind *)

(** No k of these features have values that sum above the k best. *)
Definition tops (g : nat -> Z) (s : nat) (worst : list Z) (l : list nat) : Prop :=
  length worst = s /\ ascending worst /\
  forall R, NoDup R -> incl R l -> (length R <= s)%nat -> sumf g R <= sum (skipn (s - length R) worst).

Lemma better_holds worst x : ascending worst -> length (better worst x) = length worst /\ ascending (better worst x) /\
  (forall i, sum (skipn i worst) <= sum (skipn i (better worst x))) /\
  (forall i, (i < length worst)%nat -> x + sum (skipn (S i) worst) <= sum (skipn i (better worst x))).
Proof.
  intros A. destruct worst as [|least rest] eqn:E; [cbn [better]; repeat split; auto; [intros; lia|cbn [length]; intros; lia]|].
  rewrite <- E in *. replace (better worst x) with (if least <? x then tl (insert x worst) else worst) by (rewrite E; reflexivity).
  destruct (Z.ltb_spec least x) as [L|L].
  - assert (Q : forall q, skipn q (tl (insert x worst)) = skipn (S q) (insert x worst)).
    { intros q. destruct (insert x worst); simpl; auto. destruct q; auto. }
    assert (H1 := insert_length x worst). assert (H2 := insert_ascending x worst A). repeat split.
    + destruct (insert x worst); simpl in *; lia.
    + destruct (insert x worst); simpl in *; tauto.
    + intros q. rewrite Q. apply insert_keeps; auto.
    + intros q B. rewrite Q. apply insert_takes; auto.
  - repeat split; auto; [intros; lia|]. intros q B. apply skipn_swap; auto. rewrite E in A |- *. destruct A as [A1 _].
    intros b [<-|I]; auto. specialize (A1 b I). lia.
Qed.

Lemma better_tops g s worst l a : tops g s worst l -> tops g s (better worst (g a)) (l ++ [a]).
Proof.
  intros (L & A & H). destruct (better_holds worst (g a) A) as (L' & A' & K & T). split; [congruence|]. split; auto.
  intros R N I B. destruct (in_dec Nat.eq_dec a R) as [J|J].
  - apply in_split in J as (R1 & R2 & ->). assert (P : Permutation (R1 ++ a :: R2) (a :: R1 ++ R2)) by (symmetry; apply Permutation_middle).
    rewrite (sumf_perm _ _ _ P), (Permutation_length P). rewrite (Permutation_length P) in B. cbn [length sumf] in *.
    apply NoDup_remove in N as [N F]. assert (I' : incl (R1 ++ R2) l).
    { intros b Hb. assert (Q : In b (R1 ++ a :: R2)).
      { apply in_app_or in Hb as [?|?]; apply in_or_app; [left|right; right]; auto. }
      apply I, in_app_or in Q as [Q|[<-|[]]]; auto. contradiction. }
    specialize (H _ N I' ltac:(lia)). specialize (T (s - S (length (R1 ++ R2)))%nat ltac:(lia)).
    replace (S (s - S (length (R1 ++ R2)))) with (s - length (R1 ++ R2))%nat in T by lia. lia.
  - assert (I' : incl R l).
    { intros b Hb. assert (Q := I b Hb). apply in_app_or in Q as [Q|[<-|[]]]; auto. contradiction. }
    specialize (H R N I' B). specialize (K (s - length R)%nat). lia.
Qed.

Lemma start_tops g s : tops g s (repeat nothing s) [].
Proof.
  split; [apply repeat_length|]. split.
  - generalize nothing. induction s as [|s IH]; intros x; cbn [repeat ascending]; auto. split; auto. intros b I.
    apply repeat_spec in I. lia.
  - intros R _ I _. destruct R as [|a R]; [|destruct (I a (or_introl eq_refl))]. cbn [sumf length]. rewrite Nat.sub_0_r.
    rewrite skipn_all2 by (rewrite repeat_length; auto). unfold sum. cbn [sumf]. lia.
Qed.

Lemma all_tops g s l : tops g s (fold_left (fun worst a => better worst (g a)) l (repeat nothing s)) l.
Proof.
  enough (H : forall l' worst, tops g s worst l' -> tops g s (fold_left (fun worst a => better worst (g a)) l worst) (l' ++ l))
    by exact (H [] _ (start_tops g s)).
  induction l as [|a l IH]; intros l' worst T; cbn [fold_left]; [rewrite app_nil_r; auto|].
  replace (l' ++ a :: l) with ((l' ++ [a]) ++ l) by (rewrite <- app_assoc; reflexivity). apply IH, better_tops. exact T.
Qed.

(** The same for all features that are not among those that are left out. *)
Lemma others_tops g s m out R : (0 < s)%nat -> NoDup R -> (forall j, In j R -> (j < m)%nat /\ out j = false) -> (length R <= s)%nat ->
  sumf g R <= best s (scan g out m 0 (repeat nothing s)) (length R).
Proof.
  intros S N I L. unfold best. rewrite total_sum.
  destruct (scan_holds g nothing out s m 0 _ S (start_holds g nothing out s)) as (_ & _ & H).
  specialize (H R (length R) N I ltac:(lia)). lia.
Qed.

Lemma tops_best g s worst l R : tops g s worst l -> NoDup R -> incl R l -> (length R <= s)%nat -> sumf g R <= best s worst (length R).
Proof. intros (_ & _ & H) N I L. unfold best. rewrite total_sum. auto. Qed.
