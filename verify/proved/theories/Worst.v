(** The s largest terms over the features that are free, found in one pass. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Arrays.
Import ListNotations.
Open Scope Z_scope.

Fixpoint insert (x : Z) (l : list Z) : list Z :=
  match l with
  | [] => [x]
  | a :: l' => if x <=? a then x :: l else a :: insert x l'
  end.

(** The largest values of t among those of [worst] and of the free features j, j+1, ..., j+k-1. *)
Fixpoint scan (t : nat -> Z) (settled : nat -> bool) (k j : nat) (worst : list Z) : list Z :=
  match k with
  | O => worst
  | S k' =>
      match worst with
      | [] => []
      | least :: _ =>
          let x := t j in
          scan t settled k' (S j)
            (if least <? x then if settled j then worst else tl (insert x worst) else worst)
      end
  end.

Definition total (l : list Z) : Z := fold_left Z.add l 0.

Definition sum (l : list Z) : Z := sumf (fun x => x) l.

Lemma total_sum l : total l = sum l.
Proof.
  unfold total, sum. enough (H : forall a, fold_left Z.add l a = a + sumf (fun x => x) l) by apply H.
  induction l; intros b; simpl; [lia|]. rewrite IHl. lia.
Qed.

Fixpoint ascending (l : list Z) : Prop :=
  match l with [] => True | a :: l' => (forall b, In b l' -> a <= b) /\ ascending l' end.

Lemma insert_In x l b : In b (insert x l) -> b = x \/ In b l.
Proof.
  induction l; simpl; [intuition|]. destruct (x <=? a); simpl; [intuition|]. intros [H|H]; auto. apply IHl in H. tauto.
Qed.

Lemma insert_ascending x l : ascending l -> ascending (insert x l).
Proof.
  induction l as [|a l IH]; simpl; [intuition|]. intros [H1 H2]. destruct (Z.leb_spec x a); simpl; repeat split; auto.
  - intros b [->|I]; auto. specialize (H1 b I). lia.
  - intros b I. apply insert_In in I as [->|I]; auto. lia.
Qed.

Lemma insert_length x l : length (insert x l) = S (length l).
Proof. induction l; simpl; auto. destruct (x <=? a); simpl; auto. Qed.

Lemma insert_sum x l : sum (insert x l) = x + sum l.
Proof. unfold sum. induction l; simpl; auto. destruct (x <=? a); simpl; lia. Qed.

Lemma skipn_swap x l i : (i < length l)%nat -> (forall b, In b l -> x <= b) -> x + sum (skipn (S i) l) <= sum (skipn i l).
Proof.
  revert i; induction l as [|a l IH]; intros [|i] L H; cbn [length] in L; try lia.
  - assert (x <= a) by (apply H; left; auto). unfold sum. simpl. lia.
  - change (skipn (S (S i)) (a :: l)) with (skipn (S i) l). change (skipn (S i) (a :: l)) with (skipn i l).
    apply IH; [lia|]. intros b I. apply H. right; auto.
Qed.

Lemma insert_keeps x l i : ascending l -> sum (skipn i l) <= sum (skipn (S i) (insert x l)).
Proof.
  revert i; induction l as [|a l IH]; intros i A; [destruct i; unfold sum; simpl; lia|].
  destruct A as [A1 A2]. cbn [insert]. destruct (Z.leb_spec x a).
  - change (skipn (S i) (x :: a :: l)) with (skipn i (a :: l)). lia.
  - change (skipn (S i) (a :: insert x l)) with (skipn i (insert x l)). destruct i.
    + cbn [skipn]. rewrite insert_sum. unfold sum. simpl. lia.
    + change (skipn (S i) (a :: l)) with (skipn i l). auto.
Qed.

Lemma insert_takes x l i : ascending l -> (i < length l)%nat ->
  x + sum (skipn (S i) l) <= sum (skipn (S i) (insert x l)).
Proof.
  revert i; induction l as [|a l IH]; intros i A L; cbn [length] in L; [lia|].
  destruct A as [A1 A2]. cbn [insert]. destruct (Z.leb_spec x a).
  - change (skipn (S i) (x :: a :: l)) with (skipn i (a :: l)). apply skipn_swap; auto.
    intros b [->|I]; auto. specialize (A1 b I). lia.
  - change (skipn (S i) (a :: insert x l)) with (skipn i (insert x l)).
    change (skipn (S i) (a :: l)) with (skipn i l). destruct i.
    + cbn [skipn]. rewrite insert_sum. lia.
    + apply IH; auto. lia.
Qed.

Lemma sum_repeat x n : sum (repeat x n) = Z.of_nat n * x.
Proof.
  unfold sum. induction n as [|n IH]; [reflexivity|]. cbn [repeat sumf]. rewrite IH, Nat2Z.inj_succ. ring.
Qed.

Section Worst.
  Variables (t : nat -> Z) (t0 : Z) (settled : nat -> bool) (s : nat).

  (** No choice of at most k of the features met so far, the other slots being empty, sums above the k worst. *)
  Definition holds (worst : list Z) (j : nat) : Prop :=
    length worst = s /\ ascending worst /\
    forall R k, NoDup R -> (forall i, In i R -> (i < j)%nat /\ settled i = false) -> (length R <= k <= s)%nat ->
      sumf t R + (Z.of_nat k - Z.of_nat (length R)) * t0 <= sum (skipn (s - k) worst).

  Lemma holds_step worst worst' j : holds worst j -> length worst' = s -> ascending worst' ->
    (forall i, sum (skipn i worst) <= sum (skipn i worst')) ->
    (settled j = false -> forall i, (i < s)%nat -> t j + sum (skipn (S i) worst) <= sum (skipn i worst')) ->
    holds worst' (S j).
  Proof.
    intros (L & A & H) L' A' K T. repeat split; auto. intros R k N I B.
    destruct (in_dec Nat.eq_dec j R) as [J|J].
    - apply in_split in J as (R1 & R2 & ->).
      assert (P : Permutation (R1 ++ j :: R2) (j :: R1 ++ R2)) by (symmetry; apply Permutation_middle).
      rewrite (sumf_perm _ _ _ P), (Permutation_length P). rewrite (Permutation_length P) in B.
      apply NoDup_remove in N as [N F]. cbn [length sumf] in *.
      assert (Sj : settled j = false) by (apply (I j); apply in_or_app; right; left; auto).
      assert (I' : forall i, In i (R1 ++ R2) -> (i < j)%nat /\ settled i = false).
      { intros i Hi. assert (Q : In i (R1 ++ j :: R2)).
        { apply in_app_or in Hi as [?|?]; apply in_or_app; [left|right; right]; auto. }
        apply I in Q as [Q1 Q2]. split; auto. assert (i <> j) by congruence. lia. }
      specialize (H (R1 ++ R2) (k - 1)%nat N I' ltac:(lia)).
      specialize (T Sj (s - k)%nat ltac:(lia)).
      replace (s - (k - 1))%nat with (S (s - k)) in H by lia.
      replace (Z.of_nat k - Z.of_nat (S (length (R1 ++ R2)))) with (Z.of_nat (k - 1) - Z.of_nat (length (R1 ++ R2)))
        by lia. lia.
    - assert (I' : forall i, In i R -> (i < j)%nat /\ settled i = false).
      { intros i Hi. destruct (I i Hi) as [Q1 Q2]. split; auto. assert (i <> j) by congruence. lia. }
      specialize (H R k N I' B). specialize (K (s - k)%nat). lia.
  Qed.

  Lemma scan_holds k : forall j worst, (0 < s)%nat -> holds worst j -> holds (scan t settled k j worst) (j + k).
  Proof.
    induction k; intros j worst P H; cbn [scan]; [replace (j + 0)%nat with j by lia; auto|].
    destruct worst as [|least rest] eqn:E; [destruct H as (L & _); simpl in L; lia|]. rewrite <- E in *.
    replace (j + S k)%nat with (S j + k)%nat by lia. apply IHk; auto.
    pose proof H as (L & A & _).
    destruct (Z.ltb_spec least (t j)); [destruct (settled j) eqn:Sj|].
    - apply (holds_step worst worst); auto; [intros; lia|congruence].
    - assert (Q : forall q, skipn q (tl (insert (t j) worst)) = skipn (S q) (insert (t j) worst)).
      { intros q. destruct (insert (t j) worst); simpl; auto. destruct q; auto. }
      apply (holds_step worst); auto.
      + pose proof (insert_length (t j) worst). destruct (insert (t j) worst); simpl in *; lia.
      + pose proof (insert_ascending (t j) worst A) as A'. destruct (insert (t j) worst); simpl in *; tauto.
      + intros q. rewrite Q. apply insert_keeps; auto.
      + intros _ q B. rewrite Q. apply insert_takes; auto. lia.
    - apply (holds_step worst worst); auto; [intros; lia|]. intros _ q B. apply skipn_swap; [lia|].
      rewrite E in A |- *. destruct A as [A1 _]. intros b [<-|I]; auto. specialize (A1 b I). lia.
  Qed.

  Lemma start_holds : holds (repeat t0 s) 0.
  Proof.
    repeat split; [apply repeat_length|..].
    - clear. induction s; simpl; auto. split; auto. intros b I. apply repeat_spec in I. lia.
    - intros R k N I B. destruct R as [|i R]; [|destruct (I i (or_introl eq_refl)); lia]. simpl.
      assert (Q : forall k n, (k <= n)%nat -> sum (skipn (n - k) (repeat t0 n)) = Z.of_nat k * t0).
      { clear. intros k n H. induction n.
        - replace k with 0%nat by lia. reflexivity.
        - destruct (Nat.eq_dec k (S n)) as [->|D].
          + rewrite Nat.sub_diag. cbn [skipn]. apply sum_repeat.
          + replace (S n - k)%nat with (S (n - k)) by lia. cbn [repeat skipn]. apply IHn. lia. }
      rewrite Q by lia. lia.
  Qed.

  Lemma scan_bound m R : (0 < s)%nat -> NoDup R -> (forall i, In i R -> (i < m)%nat /\ settled i = false) ->
    (length R <= s)%nat ->
    sumf t R + (Z.of_nat s - Z.of_nat (length R)) * t0 <= total (scan t settled m 0 (repeat t0 s)).
  Proof.
    intros P N I L. destruct (scan_holds m 0 _ P start_holds) as (_ & _ & H).
    specialize (H R s N I ltac:(lia)). rewrite Nat.sub_diag in H. rewrite total_sum. exact H.
  Qed.
End Worst.
