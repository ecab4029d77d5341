(** Proof trees of one output: cases, what they settle, and why a tree that closes is a proof. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Arrays Channels Worst.
Import ListNotations.
Open Scope Z_scope.

(** The certificate of one output. [Split j off on]: feature j is not active / is active. *)
Inductive tree := Leaf | Split (j : nat) (off on : tree).

(** What the settled features say about a gate. *)
Section Known.
  Variables on off : list nat.
  Definition settled (j : nat) : bool := member j on || member j off.
  Definition known (g : gate) : option bool :=
    match g with
    | And l => if existsb (fun j => member j off) l then Some false
               else if forallb (fun j => member j on) l then Some true else None
    | Or l => if existsb (fun j => member j on) l then Some true
              else if forallb (fun j => member j off) l then Some false else None
    | Copy a => if settled a then Some (member a on) else None
    | Xor a b => if settled a && settled b then Some (xorb (member a on) (member b on)) else None
    | Andnot a b => if member a off || member b on then Some false
                    else if member a on && member b off then Some true else None
    | AtLeast k l => if Nat.leb k (length (filter (fun j => member j on) l)) then Some true
                     else if Nat.leb k (length (filter (fun j => negb (member j off)) l)) then None else Some false
    end.
End Known.

(** Where the s worst terms start from: the limit itself, above which there is little to look at, or what is exact. *)
Definition starts (theta : Z) (ch : list neuron) : list Z := [theta - 1; own ch 0].

(** Whether no set of at most s free features takes the score to the wrong side of the threshold. *)
Definition closes (m : nat) (theta : Z) (truth : bool) (ch : list neuron) (s : nat) (free : nat -> bool) : bool :=
  let k := Z.of_nat s in
  match s with
  | O => if truth then theta <=? own ch 0 else own ch 0 <? theta
  | _ =>
      if truth then
        let start := repeat (- own ch 0) s in
        if Nat.eqb s 1 then total (scan (fun j => - upper 1 j ch 0) free m 0 start) <? 1 - theta
        else total (scan (fun j => - lower k j ch 0) free m 0 start) <? k * (1 - theta)
      else
        (own ch 0 <? theta) &&
        existsb (fun start => total (scan (fun j => upper k j ch 0) free m 0 (repeat start s)) <? k * theta) (starts theta ch)
  end.

(** [theta truth] is the limit that outputs which are [truth] must keep; None: no output may be that. *)
Fixpoint check_tree (m : nat) (theta : bool -> option Z) (g : gate) (t : tree) (ch : list neuron) (s : nat) (on off : list nat) : bool :=
  match t with
  | Leaf =>
      match known on off g with
      | None => false
      | Some truth => match theta truth with None => false | Some limit => closes m limit truth ch s (settled on off) end
      end
  | Split j t_off t_on =>
      Nat.ltb j m && negb (settled on off j) && check_tree m theta g t_off ch s on (j :: off) &&
      match s with
      | O => true
      | S s' => check_tree m theta g t_on (join j ch) s' (j :: on) off
      end
  end.

(* ---------------------------------------------------------------- leaves and trees *)

Definition reads (theta : Z) (ch : list neuron) (R : list nat) : bool := theta <=? score ch R.

Lemma closes_sound m theta truth ch s free R : nonneg ch -> closes m theta truth ch s free = true ->
  NoDup R -> (forall i, In i R -> (i < m)%nat /\ free i = false) -> (length R <= s)%nat ->
  reads theta ch R = truth.
Proof.
  intros W C N I L. unfold reads. destruct s as [|s].
  - destruct R; [|simpl in L; lia].
    assert (E : score ch [] = own ch 0).
    { rewrite own_spec. unfold score, gsum. simpl. apply sumf_ext. intros n. do 2 f_equal. lia. }
    rewrite E. simpl in C. destruct truth; auto. apply Z.ltb_lt in C. apply Z.leb_gt. lia.
  - assert (P : (0 < S s)%nat) by lia. unfold closes in C. set (k := Z.of_nat (S s)) in *.
    assert (K : 0 < k) by (unfold k; lia).
    destruct truth.
    + assert (G : k * (theta - 1) < k * score ch R).
      { destruct (Nat.eqb_spec (S s) 1) as [E|E].
        - apply Z.ltb_lt in C. assert (B := scan_bound (fun j => - upper 1 j ch 0) (- own ch 0) free (S s) m R P N I L).
          assert (k = 1) by lia. fold k in B.
          assert (D : sumf (fun j => - upper 1 j ch 0) R = - sumf (fun j => upper 1 j ch 0) R).
          { clear. induction R; simpl; lia. }
          rewrite D in B.
          assert (U : sumf (fun j => upper 1 j ch 0) R + (1 - Z.of_nat (length R)) * own ch 0 = score ch R).
          { assert (length R = 0 \/ length R = 1)%nat as [Z0|Z1] by lia.
            - destruct R; [|discriminate]. cbn [sumf length]. rewrite own_spec. unfold score, gsum. cbn [sumf].
              rewrite (sumf_ext (fun n => w n * relu (p n + 0)) (fun n => w n * relu (p n)))
                by (intros; do 2 f_equal; lia). lia.
            - destruct R as [|j [|]]; try discriminate. cbn [sumf length]. rewrite upper_spec.
              unfold score, gsum. cbn [sumf].
              rewrite (sumf_ext (fun n => w n * relu (p n + (entry (row n) j + 0)))
                (fun n => w n * relu (1 * entry (row n) j + p n))) by (intros; do 2 f_equal; lia). lia. }
          nia.
        - apply Z.ltb_lt in C.
          assert (B := scan_bound (fun j => - lower k j ch 0) (- own ch 0) free (S s) m R P N I L). fold k in B.
          assert (D : sumf (fun j => - lower k j ch 0) R = - sumf (fun j => lower k j ch 0) R).
          { clear. induction R; simpl; lia. }
          rewrite D in B. assert (J := score_below (S s) ch R W L). fold k in J. nia. }
      apply Z.leb_le. nia.
    + apply andb_prop in C as [O C]. apply Z.ltb_lt in O. apply existsb_exists in C as (start & C0 & C). apply Z.ltb_lt in C.
      assert (B := scan_bound (fun j => upper k j ch 0) start free (S s) m R P N I L). fold k in B.
      assert (J := score_above (S s) ch R W L). fold k in J.
      assert (own ch 0 <= start) by (destruct C0 as [<-|[<-|[]]]; lia).
      assert (0 <= k - Z.of_nat (length R)) by lia.
      apply Z.leb_gt. nia.
Qed.

Lemma filter_length_mono {A} (f g : A -> bool) l : (forall a, f a = true -> g a = true) ->
  (length (filter f l) <= length (filter g l))%nat.
Proof.
  intros H. induction l as [|a l IH]; cbn [filter]; auto. destruct (f a) eqn:F.
  - rewrite (H a F). cbn [length]. lia.
  - destruct (g a); cbn [length]; lia.
Qed.

Lemma known_sound on off g truth R : known on off g = Some truth ->
  (forall i, In i R -> settled on off i = false) -> (forall i, In i on -> ~ In i off) ->
  value g (fun j => member j (on ++ R)) = truth.
Proof.
  intros K D X.
  assert (On : forall j, member j on = true -> member j (on ++ R) = true).
  { intros j H. apply member_In. apply in_or_app. left. apply member_In; auto. }
  assert (Off : forall j, member j off = true -> member j (on ++ R) = false).
  { intros j H. apply member_false. intros F. apply member_In in H. apply in_app_or in F as [F|F].
    - exact (X j F H).
    - apply D in F. unfold settled in F. apply orb_false_elim in F as [_ F]. apply member_false in F. auto. }
  assert (Set_ : forall j, settled on off j = true -> member j (on ++ R) = member j on).
  { intros j H. unfold settled in H. destruct (member j on) eqn:E; [auto|]. apply Off. exact H. }
  destruct g; cbn [known value] in *.
  - destruct (existsb _ inputs) eqn:E.
    + injection K as <-. apply existsb_exists in E as (j & I & E). apply Off in E.
      destruct (forallb _ inputs) eqn:F; auto. rewrite forallb_forall in F. rewrite (F j I) in E. discriminate.
    + destruct (forallb _ inputs) eqn:F; [|discriminate]. injection K as <-.
      apply forallb_forall. rewrite forallb_forall in F. auto.
  - destruct (existsb _ inputs) eqn:E.
    + injection K as <-. apply existsb_exists in E as (j & I & E). apply existsb_exists. eauto.
    + destruct (forallb _ inputs) eqn:F; [|discriminate]. injection K as <-. rewrite forallb_forall in F.
      destruct (existsb (fun j => member j (on ++ R)) inputs) eqn:G; auto.
      apply existsb_exists in G as (j & I & G). apply F in I. apply Off in I. congruence.
  - destruct (settled on off a) eqn:A; [|discriminate]. destruct (settled on off b) eqn:B; [|discriminate].
    injection K as <-. rewrite !Set_; auto.
  - destruct (member a off) eqn:A; [|destruct (member b on) eqn:B]; cbn [orb] in K.
    + injection K as <-. rewrite (Off a A). auto.
    + injection K as <-. rewrite (On b B). apply andb_false_r.
    + destruct (member a on) eqn:A'; [|discriminate]. destruct (member b off) eqn:B'; [|discriminate].
      injection K as <-. rewrite (On a A'), (Off b B'). auto.
  - destruct (settled on off a) eqn:A; [|discriminate]. injection K as <-. auto.
  - assert (L1 := filter_length_mono (fun j => member j on) (fun j => member j (on ++ R)) inputs On).
    assert (L2 : (length (filter (fun j => member j (on ++ R)) inputs)
                  <= length (filter (fun j => negb (member j off)) inputs))%nat).
    { apply filter_length_mono. intros j H. destruct (member j off) eqn:F; auto. apply Off in F. congruence. }
    destruct (Nat.leb_spec k (length (filter (fun j => member j on) inputs))).
    + injection K as <-. apply Nat.leb_le. lia.
    + destruct (Nat.leb_spec k (length (filter (fun j => negb (member j off)) inputs))); [discriminate|].
      injection K as <-. apply Nat.leb_gt. lia.
Qed.

(** A score on the right side of its limit. *)
Definition kept (theta : bool -> option Z) (truth : bool) (s : Z) : Prop :=
  exists limit, theta truth = Some limit /\ (limit <=? s) = truth.

Lemma check_tree_sound m theta g t : forall ch s on off R,
  nonneg ch -> check_tree m theta g t ch s on off = true -> (forall i, In i on -> ~ In i off) ->
  NoDup R -> (forall i, In i R -> (i < m)%nat /\ settled on off i = false) -> (length R <= s)%nat ->
  kept theta (value g (fun j => member j (on ++ R))) (score ch R).
Proof.
  induction t as [|j t_off IHoff t_on IHon]; intros ch s on off R W C X N I L; cbn [check_tree] in C.
  - destruct (known on off g) as [truth|] eqn:K; [|discriminate].
    destruct (theta truth) as [limit|] eqn:T; [|discriminate].
    rewrite (known_sound _ _ _ _ _ K); auto; [|apply I]. exists limit. split; auto. eapply closes_sound in C; eauto.
  - apply andb_prop in C as [C Con]. apply andb_prop in C as [J Coff].
    apply andb_prop in J as [_ J]. apply negb_true_iff in J.
    pose proof J as J'. unfold settled in J'. apply orb_false_elim in J' as [J1 J2].
    apply member_false in J1, J2.
    destruct (in_dec Nat.eq_dec j R) as [M|M].
    + destruct s as [|s]; [destruct R; [inversion M|simpl in L; lia]|].
      apply in_split in M as (R1 & R2 & ->).
      assert (P : Permutation (j :: R1 ++ R2) (R1 ++ j :: R2)) by apply Permutation_middle.
      rewrite <- (Permutation_length P) in L. simpl in L.
      apply NoDup_remove in N as [N F].
      assert (EV : value g (fun i => member i (on ++ R1 ++ j :: R2)) = value g (fun i => member i ((j :: on) ++ R1 ++ R2))).
      { apply value_ext. intros i. apply member_perm. symmetry.
        transitivity (on ++ j :: R1 ++ R2); [apply Permutation_middle|]. apply Permutation_app_head; auto. }
      rewrite EV, <- (score_perm _ _ _ P), <- score_join. apply IHon with (s := s) (off := off); auto.
      * apply nonneg_join; auto.
      * intros i [<-|Hi]; auto.
      * intros i Hi. assert (Q : In i (R1 ++ j :: R2)) by (apply (Permutation_in i P); right; auto).
        apply I in Q as [Q1 Q2]. split; auto. unfold settled in Q2 |- *. apply orb_false_elim in Q2 as [Q2 Q3].
        change (member i (j :: on)) with (Nat.eqb i j || member i on). rewrite Q2, Q3.
        destruct (Nat.eqb_spec i j); [congruence|auto].
      * lia.
    + apply (IHoff ch s on (j :: off) R); auto.
      * intros i Hi [<-|Q]; [contradiction|]. exact (X i Hi Q).
      * intros i Hi. destruct (I i Hi) as [Q1 Q2]. split; auto.
        unfold settled in Q2 |- *. apply orb_false_elim in Q2 as [Q2 Q3].
        change (member i (j :: off)) with (Nat.eqb i j || member i off). rewrite Q2, Q3.
        destruct (Nat.eqb_spec i j); [congruence|auto].
Qed.
