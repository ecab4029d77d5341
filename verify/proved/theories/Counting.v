(** The counting bound (Theorem 3.1 of Adler and Shavit) and how many functions there are: q-ANDs on different or repeated
    sets of inputs, and permutations. It stands by itself: nothing of the checker is used. *)
From Coq Require Import Arith List Bool Lia FinFun.
Import ListNotations.

(* ---------------------------------------------------------------- bit strings *)

Fixpoint exactly (n : nat) : list (list bool) :=
  match n with O => [[]] | S n' => map (cons true) (exactly n') ++ map (cons false) (exactly n') end.
Fixpoint up_to (n : nat) : list (list bool) :=
  match n with O => exactly 0 | S n' => exactly n ++ up_to n' end.

Lemma exactly_length n : length (exactly n) = 2 ^ n.
Proof. induction n; simpl; auto. rewrite app_length, !map_length, IHn. lia. Qed.

Lemma up_to_length n : length (up_to n) < 2 ^ S n.
Proof.
  induction n; [simpl; lia|]. cbn [up_to]. rewrite app_length, exactly_length.
  rewrite (Nat.pow_succ_r' 2 (S n)). lia.
Qed.

Lemma exactly_complete s : In s (exactly (length s)).
Proof. induction s as [|[] s IH]; simpl; auto; apply in_or_app; [left|right]; apply in_map; auto. Qed.

Lemma up_to_complete s n : length s <= n -> In s (up_to n).
Proof.
  induction n; intros H.
  - destruct s; simpl in *; [auto|lia].
  - cbn [up_to]. apply in_or_app. destruct (Nat.eq_dec (length s) (S n)) as [<-|]; [left; apply exactly_complete|right].
    apply IHn. lia.
Qed.

(* ---------------------------------------------------------------- the counting bound *)

Section Descriptions.
  Context {A : Type}.
  (** Functions F, each with its parameters P f, which tell the functions apart. *)
  Variables (F : list A) (P : A -> list bool).
  Hypothesis different : NoDup F.
  Hypothesis injective : forall f g, In f F -> In g F -> P f = P g -> f = g.

  Lemma NoDup_descriptions (k : list A) : NoDup k -> incl k F -> NoDup (map P k).
  Proof.
    induction 1 as [|f l N D IH]; intros I; simpl; constructor.
    - intros M. apply in_map_iff in M as (g & E & M). assert (g = f); [|congruence].
      apply injective; auto; apply I; [right|left]; auto.
    - apply IH. intros g G. apply I. right; auto.
  Qed.

  (** Those with |P f| + c < lg |F|. *)
  Definition short (c : nat) : list A := filter (fun f => 2 ^ (length (P f) + c) <? length F) F.

  (** They are fewer than 2^(1-c) |F|: for all but so small a part, parameters have lg |F| - c bits. *)
  Theorem most_need_long_descriptions c : F <> [] -> length (short c) * 2 ^ c < 2 * length F.
  Proof.
    intros NE.
    assert (In_ : forall f, In f (short c) -> In f F /\ 2 ^ (length (P f) + c) < length F).
    { intros f H. apply filter_In in H as [H1 H2]. apply Nat.ltb_lt in H2. auto. }
    assert (D : NoDup (map P (short c))).
    { apply NoDup_descriptions; [apply NoDup_filter; auto|]. intros f H. apply In_ in H. tauto. }
    destruct (short c) as [|f0 l] eqn:E; [destruct F; [congruence|simpl; lia]|]. rewrite <- E in *.
    assert (M : exists L, 2 ^ (L + c) < length F /\ forall f, In f (short c) -> length (P f) <= L).
    { assert (G : forall k, (forall f, In f k -> In f F /\ 2 ^ (length (P f) + c) < length F) -> k <> [] ->
                 exists L, 2 ^ (L + c) < length F /\ forall f, In f k -> length (P f) <= L).
      { clear. induction k as [|f k IH]; intros I N; [congruence|]. destruct k as [|g k].
        - exists (length (P f)). split; [apply I; left; auto|]. intros h [<-|[]]. lia.
        - destruct IH as (L & L1 & L2); [intros; apply I; right; auto|congruence|].
          destruct (Nat.le_gt_cases (length (P f)) L).
          + exists L. split; auto. intros h [<-|H']; auto.
          + exists (length (P f)). split; [apply I; left; auto|]. intros h [<-|H']; auto. apply L2 in H'. lia. }
      apply G; auto. rewrite E. discriminate. }
    destruct M as (L & L1 & L2).
    assert (B : length (map P (short c)) <= length (up_to L)).
    { apply NoDup_incl_length; auto. intros s H. apply in_map_iff in H as (f & <- & H). apply up_to_complete. auto. }
    rewrite map_length in B. pose proof (up_to_length L).
    rewrite Nat.pow_add_r in L1. rewrite Nat.pow_succ_r' in H.
    assert (0 < 2 ^ c) by (apply Nat.neq_0_lt_0, Nat.pow_nonzero; lia). nia.
  Qed.

  (** N parameters of b bits, for all functions: N b >= lg |F|. *)
  Theorem parameters_of_fixed_length N b : (forall f, In f F -> length (P f) = N * b) -> length F <= 2 ^ (N * b).
  Proof.
    intros L. rewrite <- (map_length P F), <- exactly_length. apply NoDup_incl_length.
    - apply NoDup_descriptions; auto. apply incl_refl.
    - intros s H. apply in_map_iff in H as (f & <- & H). rewrite <- (L f H). apply exactly_complete.
  Qed.
End Descriptions.

(* ---------------------------------------------------------------- sequences of distinct members *)

(** n (n-1) ... (n-k+1). *)
Fixpoint falling (n k : nat) : nat := match k with O => 1 | S k' => n * falling (n - 1) k' end.

Lemma NoDup_append {A} (l l' : list A) : NoDup l -> NoDup l' -> (forall a, In a l -> ~ In a l') -> NoDup (l ++ l').
Proof.
  induction 1; simpl; auto. intros N D. constructor.
  - intros I. apply in_app_or in I as [I|I]; auto. apply (D x); auto.
  - apply IHNoDup; auto.
Qed.

Lemma NoDup_cons_map {A} (x : A) L : NoDup L -> NoDup (map (cons x) L).
Proof. apply Injective_map_NoDup. intros a b E. congruence. Qed.

Section Arrangements.
  Context {A : Type} (dec : forall a b : A, {a = b} + {a <> b}).
  Fixpoint arrangements (X : list A) (k : nat) : list (list A) :=
    match k with
    | O => [[]]
    | S k' => flat_map (fun x => map (cons x) (arrangements (remove dec x X) k')) X
    end.

  Lemma remove_length x X : NoDup X -> In x X -> length (remove dec x X) = length X - 1.
  Proof.
    induction X as [|a X IH]; intros N I; [inversion I|]. inversion N; subst. simpl. destruct (dec x a).
    - subst. rewrite notin_remove; auto. simpl. lia.
    - destruct I as [->|I]; [congruence|]. simpl. rewrite IH; auto. destruct X; [inversion I|simpl; lia].
  Qed.

  Lemma remove_NoDup x X : NoDup X -> NoDup (remove dec x X).
  Proof.
    induction 1; simpl; [constructor|]. destruct (dec x x0); auto. constructor; auto.
    intros H'. apply in_remove in H' as [H' _]. auto.
  Qed.

  Theorem arrangements_length k : forall X, NoDup X -> length (arrangements X k) = falling (length X) k.
  Proof.
    induction k; intros X N; simpl; auto.
    rewrite flat_map_concat_map.
    enough (G : forall Y, incl Y X -> length (concat (map (fun x => map (cons x) (arrangements (remove dec x X) k)) Y))
                = length Y * falling (length X - 1) k) by (apply G, incl_refl).
    induction Y as [|y Y IH]; intros I; simpl; auto.
    rewrite app_length, map_length, IH by (intros z Z; apply I; right; auto).
    rewrite IHk by (apply remove_NoDup; auto). rewrite remove_length; auto. apply I. left; auto.
  Qed.

  Theorem arrangements_In k : forall X s, In s (arrangements X k) <-> length s = k /\ NoDup s /\ incl s X.
  Proof.
    induction k; intros X s; simpl.
    - split; [intros [<-|[]]; repeat split; [constructor|intros ? []]|intros (H & _)]. destruct s; auto; discriminate.
    - rewrite in_flat_map. split.
      + intros (x & Hx & H). apply in_map_iff in H as (s' & <- & H). apply IHk in H as (H1 & H2 & H3).
        repeat split; simpl; auto.
        * constructor; auto. intros I. apply H3 in I. apply in_remove in I. tauto.
        * intros z [<-|Z]; auto. apply H3 in Z. apply in_remove in Z. tauto.
      + intros (H1 & H2 & H3). destruct s as [|x s]; [discriminate|]. inversion H2; subst. exists x. split; [apply H3; left; auto|].
        apply in_map. apply IHk. repeat split; auto. intros z Z. apply in_in_remove; [congruence|]. apply H3. right; auto.
  Qed.

  Theorem arrangements_NoDup k : forall X, NoDup X -> NoDup (arrangements X k).
  Proof.
    induction k; intros X N; simpl; [repeat constructor; intros []|].
    enough (G : forall Y, NoDup Y -> NoDup (flat_map (fun x => map (cons x) (arrangements (remove dec x X) k)) Y)) by auto.
    induction Y as [|y Y IH]; intros NY; simpl; [constructor|]. inversion NY; subst.
    apply NoDup_append; auto; [apply NoDup_cons_map, IHk, remove_NoDup; auto|].
    intros s Hs H. apply in_map_iff in Hs as (s1 & <- & _).
    apply in_flat_map in H as (z & Hz & H). apply in_map_iff in H as (s2 & E & _). congruence.
  Qed.
End Arrangements.
