(* Trusted: what the operations of the proved program become. Integers of 63 bits that are exact or stop the program
   (an exception is no verdict); natural numbers are those from 0 on; 63-bit sums that wrap, where Coq proves that they
   do not or means them to. *)

exception Overflow

let[@inline] add (a : int) (b : int) = let s = a + b in if (a lxor s) land (b lxor s) < 0 then raise Overflow else s
let[@inline] sub (a : int) (b : int) = let s = a - b in if (a lxor b) land (a lxor s) < 0 then raise Overflow else s
let[@inline] opp (a : int) = if a = min_int then raise Overflow else - a
let[@inline] abs (a : int) = if a < 0 then opp a else a

let checked_product a b =
  if a = 0 || b = 0 then 0
  else if a = min_int || b = min_int then raise Overflow
  else let p = a * b in if p / b = a && p <> min_int then p else raise Overflow

(* Factors in [-2^30, 2^30) have an exact product. *)
let[@inline] mul (a : int) (b : int) =
  if ((a + 0x40000000) lor (b + 0x40000000)) land (lnot 0x7fffffff) = 0 then a * b else checked_product a b

let[@inline] max (a : int) (b : int) = if a < b then b else a
let[@inline] min (a : int) (b : int) = if a < b then a else b
let[@inline] less (a : int) (b : int) = a < b
let[@inline] at_most (a : int) (b : int) = a <= b
let[@inline] equal (a : int) (b : int) = a = b

(* p is positive. *)
let[@inline] twice (p : int) = if p > max_int / 2 then raise Overflow else p + p
let[@inline] twice_and_one (p : int) = if p > max_int / 2 then raise Overflow else p + p + 1
let[@inline] shift_left a b =
  if b < 0 || b > 61 then raise Overflow else let r = a lsl b in if r asr b = a then r else raise Overflow
let[@inline] shift_right a b = if b < 0 then raise Overflow else if b > 62 then a asr 62 else a asr b
let test_bit a b = b >= 0 && (shift_right a b) land 1 = 1
let modulo a b = if b <= 0 then raise Overflow else let r = a mod b in if r < 0 then r + b else r

let[@inline] nat_sub (a : int) (b : int) = if a > b then a - b else 0
let nat_mod a b = if b = 0 then a else a mod b
let nat_div a b = if b = 0 then 0 else a / b
let[@inline] half (a : int) = a lsr 1
let[@inline] odd (a : int) = a land 1 = 1
let[@inline] nat_bit (a : int) (b : int) = b <= 62 && (a lsr b) land 1 = 1

let[@inline] wrapping_add (a : int) (b : int) = a + b
let[@inline] wrapping_mul (a : int) (b : int) = a * b
let[@inline] positive_part (a : int) = a land (lnot (a asr 62))

(* Array.get, Bytes.get_int16_le and Bytes.get_int64_le stop the program beyond the end. *)
let[@inline] get (a : int array) (i : int) = Array.get a i
let[@inline] look _ a (i : int) = Array.get a i

let build n f : int array =
  let a = Array.make n 0 in
  for i = 0 to n - 1 do a.(i) <- f i done;
  a

(* Behind an octet that says which: two octets an entry where all entries fit, else eight. *)
type packed = Bytes.t

let pack (a : int array) : packed =
  let n = Array.length a in
  if Array.for_all (fun (x : int) -> -32768 <= x && x <= 32767) a then begin
    let b = Bytes.make (1 + 2 * n) '\000' in
    for i = 0 to n - 1 do Bytes.set_int16_le b (1 + 2 * i) a.(i) done;
    b
  end else begin
    let b = Bytes.make (1 + 8 * n) '\001' in
    for i = 0 to n - 1 do Bytes.set_int64_le b (1 + 8 * i) (Int64.of_int a.(i)) done;
    b
  end

let[@inline] entry (a : packed) (i : int) =
  if i lsr 58 <> 0 then raise Overflow
  else if Bytes.get a 0 = '\000' then Bytes.get_int16_le a (1 + 2 * i) else Int64.to_int (Bytes.get_int64_le a (1 + 8 * i))

(* (f (), g ()), f in a process of its own, which sends its answer through a pipe; its status says why it has none. *)
exception Killed of int

let send there answer =
  let out = Unix.out_channel_of_descr there in
  Marshal.to_channel out answer [];
  flush out

let received back = try Some (Marshal.from_channel (Unix.in_channel_of_descr back)) with End_of_file | Failure _ -> None

let beside f g =
  let back, there = Unix.pipe () in
  match Unix.fork () with
  | exception Unix.Unix_error _ -> Unix.close back; Unix.close there; let first = f () in (first, g ())
  | 0 ->
      Unix._exit
        (match send there (f ()) with
         | () -> 0
         | exception Overflow -> 4
         | exception (Out_of_memory | Stack_overflow) -> 5
         | exception _ -> 6)
  | child ->
      Unix.close there;
      let second = try g () with failure -> Unix.kill child Sys.sigkill; raise failure in
      let first = received back in
      Unix.close back;
      match snd (Unix.waitpid [] child), first with
      | Unix.WEXITED 0, Some first -> (first, second)
      | Unix.WEXITED 4, _ -> raise Overflow
      | Unix.WEXITED 5, _ -> raise Out_of_memory
      | Unix.WEXITED status, _ -> failwith ("one of the two processes stopped with status " ^ string_of_int status)
      | (Unix.WSIGNALED signal | Unix.WSTOPPED signal), _ -> raise (Killed signal)
