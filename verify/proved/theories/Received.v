(** G = W A, rows of weights times every word of a code: by transform (two rows at once), by supports or in full. *)
From Coq Require Import ZArith List Bool Lia Permutation.
From Superproof Require Import Statement Codes Lists Arrays Transform Lanes.
Import ListNotations.
Open Scope Z_scope.

Fixpoint increasing (low : nat) (l : list nat) : bool :=
  match l with [] => true | e :: l' => Nat.leb low e && increasing (S e) l' end.

(** Ascending row numbers, word lengths: the shape that the functions below rely on, checked once. *)
Definition well_formed (c : short_code) : bool :=
  match c with
  | Ones rows supports => forallb (fun s => increasing 0 s && forallb (fun e => Nat.ltb e rows) s) supports
  | HadamardRows k numbers columns =>
      let order := (2 ^ k)%nat in
      increasing 0 numbers && forallb (fun r => Nat.ltb r order) numbers && Nat.leb columns order
  | Full rows ws => all_of_length rows ws
  end.

(** [u] put at the places [ns] among i, i + 1, ...; 0 elsewhere. *)
Fixpoint spread (count i : nat) (ns : list nat) (u : vector) : list Z :=
  match count with
  | O => []
  | S c =>
      match ns, u with
      | n :: ns', a :: u' => if Nat.eqb n i then a :: spread c (S i) ns' u' else 0 :: spread c (S i) ns u
      | _, _ => 0 :: spread c (S i) ns u
      end
  end.

Definition sum_at (a : arr) (s : list nat) : Z := fold_left (fun z e => z + get a e) s 0.

(** u times every word. *)
Definition products (c : short_code) (u : vector) : arr :=
  match c with
  | Ones _ supports => let a := of_list u in of_list (map (sum_at a) supports)
  | HadamardRows k numbers columns =>
      let x := transform k (of_list (spread (2 ^ k) 0 numbers u)) in build columns (get x)
  | Full _ ws => of_list (map (dot u) ws)
  end.

(* ---------------------------------------------------------------- lemmas *)

Lemma increasing_NoDup l : forall low, increasing low l = true -> NoDup l /\ forall e, In e l -> (low <= e)%nat.
Proof.
  induction l as [|a l IH]; intros low H; [split; [constructor|intros ? []]|].
  cbn [increasing] in H. apply andb_prop in H as [H1 H2]. apply Nat.leb_le in H1. apply IH in H2 as [N R]. split.
  - constructor; auto. intros I. apply R in I. lia.
  - intros e [<-|I]; auto. apply R in I. lia.
Qed.

Lemma dot_comm u : forall v, dot u v = dot v u.
Proof. induction u as [|a u IH]; intros [|b v]; auto. cbn [dot]. rewrite IH. lia. Qed.

Lemma dot_indicator n l z : NoDup l -> (forall e, In e l -> (e < n)%nat) ->
  dot (indicator n l) z = sumf (fun e => nth e z 0) l.
Proof.
  intros N I. rewrite (dot_nth _ _ 0). unfold indicator at 2. rewrite map_length, seq_length.
  rewrite (sumf_ext_in _ (fun e => if member e l then nth e z 0 else 0)).
  - rewrite sumf_filter. apply sumf_perm. apply NoDup_Permutation; auto; [apply NoDup_filter, seq_NoDup|].
    intros e. rewrite filter_In, in_seq, member_In. split; [tauto|]. intros H. split; auto. apply I in H. lia.
  - intros e E. apply in_seq in E. rewrite Nat.sub_0_r. unfold indicator. rewrite seq_map_nth by lia.
    destruct (member e l); lia.
Qed.

Lemma sum_at_spec a s : sum_at a s = sumf (get a) s.
Proof.
  unfold sum_at. enough (H : forall z, fold_left (fun z e => z + get a e) s z = z + sumf (get a) s) by apply H.
  induction s as [|e s IH]; intros z; cbn [fold_left sumf]; [lia|]. rewrite IH. lia.
Qed.

Lemma spread_length count : forall i ns u, length (spread count i ns u) = count.
Proof.
  induction count; intros i ns u; auto. cbn [spread].
  destruct ns as [|n ns]; [|destruct u as [|a u]; [|destruct (Nat.eqb n i)]]; cbn [length]; rewrite IHcount; reflexivity.
Qed.

Lemma increasing_weaken l low low' : (low' <= low)%nat -> increasing low l = true -> increasing low' l = true.
Proof.
  destruct l as [|e l]; auto. cbn [increasing]. intros L H. apply andb_prop in H as [H ->]. apply Nat.leb_le in H.
  rewrite andb_true_r. apply Nat.leb_le. lia.
Qed.

Lemma spread_sum f count : forall i ns u, increasing i ns = true -> (forall n, In n ns -> (n < i + count)%nat) ->
  length u = length ns ->
  sumf (fun r => nth (r - i) (spread count i ns u) 0 * f r) (seq i count)
  = sumf (fun na => snd na * f (fst na)) (combine ns u).
Proof.
  induction count; intros i ns u I B L.
  - destruct ns as [|n ns]; auto. specialize (B n (or_introl eq_refl)). cbn [increasing] in I.
    apply andb_prop in I as [I _]. apply Nat.leb_le in I. lia.
  - assert (T : forall a l, sumf (fun r => nth (r - i) (a :: l) 0 * f r) (seq i (S count))
                = a * f i + sumf (fun r => nth (r - S i) l 0 * f r) (seq (S i) count)).
    { intros a l. cbn [seq sumf]. rewrite Nat.sub_diag. f_equal. apply sumf_ext_in. intros r R. apply in_seq in R.
      replace (r - i)%nat with (S (r - S i)) by lia. reflexivity. }
    cbn [spread]. destruct ns as [|n ns]; destruct u as [|a u]; try discriminate.
    + rewrite T, IHcount; auto. intros ? [].
    + cbn [increasing] in I. apply andb_prop in I as [I1 I2]. apply Nat.leb_le in I1.
      destruct (Nat.eqb_spec n i) as [->|D]; rewrite T.
      * rewrite IHcount; auto. intros n N. specialize (B n (or_intror N)). lia.
      * rewrite IHcount; auto; [cbn [increasing]; rewrite I2, andb_true_r; apply Nat.leb_le; lia|].
        intros n' N. specialize (B n' N). lia.
Qed.

Lemma dot_signs k j : forall numbers u,
  dot u (map (fun r => sign k r j) numbers) = sumf (fun na => snd na * sign k (fst na) j) (combine numbers u).
Proof.
  induction numbers as [|n ns IH]; intros [|a u]; auto. cbn [map dot combine sumf fst snd]. rewrite IH. reflexivity.
Qed.

Lemma words_of_length c : well_formed c = true -> all_of_length (rows (code_of c)) (words (code_of c)) = true.
Proof.
  destruct c as [n s|k ns m|n ws]; cbn [well_formed code_of rows words]; intros H; auto; apply forallb_forall; intros w I;
    apply in_map_iff in I as (x & <- & _).
  - unfold indicator. rewrite map_length, seq_length. apply Nat.eqb_refl.
  - rewrite map_length. apply Nat.eqb_refl.
Qed.

Definition columns (c : short_code) : nat :=
  match c with Ones _ supports => length supports | HadamardRows _ _ m => m | Full _ ws => length ws end.

Lemma columns_spec c : length (words (code_of c)) = columns c.
Proof. destruct c as [n s|k ns m|n ws]; cbn [code_of words columns]; rewrite ?map_length, ?seq_length; reflexivity. Qed.

Definition height (c : short_code) : nat :=
  match c with Ones rows _ => rows | HadamardRows _ numbers _ => length numbers | Full rows _ => rows end.

Lemma height_spec c : rows (code_of c) = height c.
Proof. destruct c; reflexivity. Qed.

Lemma products_length c u : length (products c u) = columns c.
Proof.
  destruct c as [n s|k ns m|n ws]; cbn [products columns]; unfold of_list, build; rewrite map_length; auto. apply seq_length.
Qed.

Theorem products_spec c u j : well_formed c = true -> length u = height c -> (j < columns c)%nat ->
  get (products c u) j = dot u (nth j (words (code_of c)) []).
Proof.
  destruct c as [n supports|k numbers m|n ws]; cbn [well_formed height columns products code_of words]; intros H L J.
  - unfold get, of_list. rewrite forallb_forall in H.
    rewrite (nth_map_in (sum_at u) 0 []) by auto. rewrite (nth_map_in (indicator n) [] []) by auto.
    assert (F := H _ (nth_In supports [] J)). apply andb_prop in F as [F1 F2]. apply increasing_NoDup in F1 as [F1 _].
    rewrite forallb_forall in F2. rewrite dot_comm, dot_indicator, sum_at_spec; auto.
    intros e E. apply Nat.ltb_lt. auto.
  - apply andb_prop in H as [H C]. apply andb_prop in H as [I B]. apply Nat.leb_le in C. rewrite forallb_forall in B.
    rewrite get_build by auto. rewrite transform_spec by lia. unfold get, of_list.
    rewrite (sumf_ext _ (fun r => nth (r - 0) (spread (2 ^ k) 0 numbers u) 0 * sign k r j))
      by (intros; rewrite Nat.sub_0_r; reflexivity).
    rewrite (spread_sum (fun r => sign k r j)); auto; [|intros r N; apply Nat.ltb_lt; auto].
    rewrite seq_map_nth by auto. symmetry. apply dot_signs.
  - unfold get, of_list. rewrite (nth_map_in (dot u) 0 []) by auto. reflexivity.
Qed.

(* ---------------------------------------------------------------- two rows at once *)

(** Both rows in two lanes, entry by entry. *)
Fixpoint together (u v : vector) : vector :=
  match u, v with a :: u', b :: v' => in_lanes a b :: together u' v' | _, _ => [] end.
Definition size (u : vector) : Z := fold_left (fun z a => z + Z.abs a) u 0.

(** The lanes of [x], whose first one may be negative. *)
Definition first_of (x : Z) : Z := first_lane (x + half) - half.
Definition second_of (x : Z) : Z := second_lane (x + half).

(** The products with two rows: for Hadamard codes by one transform, where both lanes have room. *)
Definition products_of_two (c : short_code) (u v : vector) : arr * arr :=
  match c with
  | HadamardRows k numbers columns =>
      if Nat.eqb (length u) (length v) && (size u <? half) && (size v <? half)
      then let x := transform k (of_list (spread (2 ^ k) 0 numbers (together u v))) in
           (build columns (fun j => first_of (get x j)), build columns (fun j => second_of (get x j)))
      else (products c u, products c v)
  | _ => (products c u, products c v)
  end.

(** What [f] makes of the products with every row, the last row first: it is done before the next rows are looked at. *)
Fixpoint reversed_products {A} (f : arr -> A) (c : short_code) (M : matrix) (found : list A) : list A :=
  match M with
  | u :: v :: M' => let ab := products_of_two c u v in reversed_products f c M' (f (snd ab) :: f (fst ab) :: found)
  | [u] => f (products c u) :: found
  | [] => found
  end.
Definition of_products {A} (f : arr -> A) (c : short_code) (M : matrix) : list A := rev' (reversed_products f c M []).

Lemma lanes_of a b : - half <= a < half -> first_of (in_lanes a b) = a /\ second_of (in_lanes a b) = b.
Proof.
  intros A. unfold first_of, second_of. replace (in_lanes a b + half) with (in_lanes (a + half) b) by (unfold in_lanes; lia).
  destruct (lanes_apart (a + half) b) as [-> ->]; [unfold half, lane in *; lia|]. split; lia.
Qed.

Lemma size_sum u : size u = sumf Z.abs u.
Proof.
  unfold size. enough (H : forall z, fold_left (fun z a => z + Z.abs a) u z = z + sumf Z.abs u) by apply H.
  induction u as [|a u IH]; intros z; cbn [fold_left sumf]; [lia|]. rewrite IH. lia.
Qed.

Lemma spread_together count : forall i ns u v r, length u = length v ->
  nth r (spread count i ns (together u v)) 0 = in_lanes (nth r (spread count i ns u) 0) (nth r (spread count i ns v) 0).
Proof.
  induction count; intros i ns u v r L; cbn [spread]; [destruct r; reflexivity|].
  destruct ns as [|n ns]; [|destruct u as [|a u], v as [|b v]; try discriminate L; cbn [together]].
  - destruct r; cbn [nth]; [reflexivity|]. apply IHcount. exact L.
  - destruct r; cbn [nth]; [reflexivity|]. apply (IHcount _ _ [] []). reflexivity.
  - destruct (Nat.eqb n i); destruct r; cbn [nth]; try reflexivity; [apply IHcount; injection L; auto|].
    apply (IHcount _ _ (a :: u) (b :: v)). exact L.
Qed.

Lemma spread_size count : forall i ns u, sumf Z.abs (spread count i ns u) <= sumf Z.abs u.
Proof.
  assert (P : forall u, 0 <= sumf Z.abs u) by (induction u; cbn [sumf]; lia).
  induction count; intros i ns u; cbn [spread sumf]; [apply P|].
  destruct ns as [|n ns]; [|destruct u as [|a u]; [|destruct (Nat.eqb n i)]]; cbn [sumf].
  - specialize (IHcount (S i) [] u). lia.
  - specialize (IHcount (S i) (n :: ns) []). cbn [sumf] in IHcount. lia.
  - specialize (IHcount (S i) ns u). lia.
  - specialize (IHcount (S i) (n :: ns) (a :: u)). cbn [sumf] in IHcount. lia.
Qed.

Lemma sign_range k : forall i j, Z.abs (sign k i j) = 1.
Proof. induction k; intros i j; cbn [sign]; auto. rewrite Z.abs_mul, IHk. destruct (Nat.odd i && Nat.odd j); reflexivity. Qed.

Lemma transform_size k ns u j : (j < 2 ^ k)%nat ->
  Z.abs (get (transform k (of_list (spread (2 ^ k) 0 ns u))) j) <= size u.
Proof.
  intros J. rewrite transform_spec by exact J. rewrite size_sum. eapply Z.le_trans; [|apply (spread_size (2 ^ k) 0 ns u)].
  set (l := spread (2 ^ k) 0 ns u). assert (L : length l = (2 ^ k)%nat) by apply spread_length. rewrite <- L. clearbody l. clear.
  unfold get, of_list.
  enough (H : forall f, (forall i, Z.abs (f i) = 1) -> Z.abs (sumf (fun i => nth i l 0 * f i) (seq 0 (length l))) <= sumf Z.abs l)
    by (apply H; intros; apply sign_range).
  induction l as [|a l IH]; intros f F; cbn [length seq sumf]; [simpl; lia|]. rewrite <- seq_shift, sumf_map. cbn [nth].
  specialize (IH (fun i => f (S i)) (fun i => F (S i))). cbv beta in IH.
  assert (Q : Z.abs (a * f O) = Z.abs a) by (rewrite Z.abs_mul, F; lia). lia.
Qed.

Lemma products_of_two_spec c u v : well_formed c = true -> products_of_two c u v = (products c u, products c v).
Proof.
  intros W. destruct c as [n s|k ns m|n ws]; try reflexivity. unfold products_of_two.
  destruct (Nat.eqb (length u) (length v) && (size u <? half) && (size v <? half)) eqn:E; [|reflexivity].
  rewrite !andb_true_iff, Nat.eqb_eq, !Z.ltb_lt in E. destruct E as ((L & U) & V). cbv zeta. cbn [products].
  cbn [well_formed] in W. rewrite !andb_true_iff, Nat.leb_le in W. destruct W as [_ C].
  assert (H : forall j, (j < m)%nat -> get (transform k (of_list (spread (2 ^ k) 0 ns (together u v)))) j
    = in_lanes (get (transform k (of_list (spread (2 ^ k) 0 ns u))) j) (get (transform k (of_list (spread (2 ^ k) 0 ns v))) j)).
  { intros j J. rewrite !transform_spec by lia. unfold get, of_list, in_lanes. rewrite <- sumf_scale, <- sumf_plus.
    apply sumf_ext. intros i. rewrite spread_together by exact L. unfold in_lanes. ring. }
  f_equal; unfold build; apply map_ext_in; intros j J; apply in_seq in J; rewrite H by lia;
    assert (B := transform_size k ns u j ltac:(lia)); apply lanes_of; lia.
Qed.

Theorem of_products_spec {A} (f : arr -> A) c M : well_formed c = true -> of_products f c M = map (fun u => f (products c u)) M.
Proof.
  intros W. unfold of_products, rev'. rewrite <- rev_alt.
  enough (H : (forall found, rev (reversed_products f c M found) = rev found ++ map (fun u => f (products c u)) M) /\
    forall u found, rev (reversed_products f c (u :: M) found) = rev found ++ map (fun u => f (products c u)) (u :: M)) by apply H.
  induction M as [|v M [IH1 IH2]]; split; auto; [intros found; cbn [reversed_products map]; symmetry; apply app_nil_r|]. intros u found.
  cbn [reversed_products]. cbv zeta. rewrite products_of_two_spec by exact W. rewrite IH1. cbn [rev map fst snd].
  rewrite <- !app_assoc. reflexivity.
Qed.
